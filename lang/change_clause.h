/* change_clause: the clauses of a compiled rule, to compare and to show. */
#ifndef LURCHER_LANG_CHANGE_CLAUSE_H
#define LURCHER_LANG_CHANGE_CLAUSE_H

#include "lang/program_equal.h"

/* CLAUSE(ID, name): in the order in which they are told. */
#define CHANGE_CLAUSES(CLAUSE)                                                                \
    CLAUSE(SOURCE, "from") CLAUSE(MATCH, "match") CLAUSE(WHEN, "when") CLAUSE(TITLE, "title") \
    CLAUSE(SHOW, "show") CLAUSE(ONCE, "once") CLAUSE(SEVERITY, "severity")                    \
    CLAUSE(RISK, "risk") CLAUSE(ATTACK, "attack") CLAUSE(TAGS, "tags")                        \
    CLAUSE(REFERENCES, "references") CLAUSE(FALSEPOSITIVES, "falsepositives")                 \
    CLAUSE(DESCRIPTION, "description") CLAUSE(AUTHOR, "author") CLAUSE(VERSION, "version")    \
    CLAUSE(RUNBOOK, "runbook") CLAUSE(STATUS, "status")

enum change_clause {
#define CLAUSE(id, name) CHANGE_##id,
    CHANGE_CLAUSES(CLAUSE)
#undef CLAUSE
    N_CHANGE_CLAUSES
};
const char *change_clause_name(enum change_clause clause);

/* Do rule `x` of the pair's a and rule `y` of its b say the same in a clause? */
bool change_clause_same(struct program_pair *pair, uint32_t x, uint32_t y, enum change_clause clause);

/* What a rule says in a clause, on one line, for people; nothing when it does not have it. */
void change_clause_text(const struct program *p, uint32_t rule, enum change_clause clause, struct buf *out);

#endif
