#include "lang/keyword.h"

#include <assert.h>

#include "lang/primitive.h"
#include "lang/token.h"

static const struct keyword table[] = {
    {"pack", KEYWORD_ITEM, T_PACK, 0},
    {"import", KEYWORD_ITEM, T_IMPORT, 0},
    {"source", KEYWORD_ITEM, T_SOURCE, 0},
    {"let", KEYWORD_ITEM, T_LET, 0},
    {"list", KEYWORD_ITEM, T_LIST, 0},
    {"rule", KEYWORD_ITEM, T_RULE, 0},
    {"chain", KEYWORD_ITEM, T_CHAIN, 0},
    {"tune", KEYWORD_ITEM, T_TUNE, 0},

    {"title", KEYWORD_CLAUSE, T_TITLE, 0},
    {"severity", KEYWORD_CLAUSE, T_SEVERITY, 0},
    {"risk", KEYWORD_CLAUSE, T_RISK, 0},
    {"attack", KEYWORD_CLAUSE, T_ATTACK, 0},
    {"tags", KEYWORD_CLAUSE, T_TAGS, 0},
    {"references", KEYWORD_CLAUSE, T_REFERENCES, 0},
    {"falsepositives", KEYWORD_CLAUSE, T_FALSEPOSITIVES, 0},
    {"description", KEYWORD_CLAUSE, T_DESCRIPTION, 0},
    {"author", KEYWORD_CLAUSE, T_AUTHOR, 0},
    {"version", KEYWORD_CLAUSE, T_VERSION, 0},
    {"runbook", KEYWORD_CLAUSE, T_RUNBOOK, 0},
    {"status", KEYWORD_CLAUSE, T_STATUS, 0},
    {"from", KEYWORD_CLAUSE, T_FROM, 0}, /* also a part of lists, seen and absent */
    {"match", KEYWORD_CLAUSE, T_MATCH, 0},
    {"when", KEYWORD_CLAUSE, T_WHEN, 0},
    {"show", KEYWORD_CLAUSE, T_SHOW, 0},
    {"once", KEYWORD_CLAUSE, T_ONCE, 0},

    {"and", KEYWORD_OPERATOR, T_AND, 0},
    {"or", KEYWORD_OPERATOR, T_OR, 0},
    {"not", KEYWORD_OPERATOR, T_NOT, 0},
    {"in", KEYWORD_OPERATOR, T_IN, 0},
    {"like", KEYWORD_OPERATOR, T_LIKE, 0},
    {"ilike", KEYWORD_OPERATOR, T_ILIKE, 0},
    {"matches", KEYWORD_OPERATOR, T_MATCHES, 0},
    {"contains", KEYWORD_OPERATOR, T_CONTAINS, 0},

    {"true", KEYWORD_LITERAL, T_TRUE, 0},
    {"false", KEYWORD_LITERAL, T_FALSE, 0},
    {"null", KEYWORD_LITERAL, T_NULL, 0},

    {"for", KEYWORD_JOINT, T_FOR, 0},
    {"where", KEYWORD_JOINT, T_WHERE, 0},

    /* These have a token of their own, since spike's measures share their words or they
     * are written in a way of their own; they stand before the general entries, so that
     * they are found first. */
    {"spike", KEYWORD_PRIMITIVE, T_SPIKE, PRIMITIVE_SPIKE},
    {"count", KEYWORD_PRIMITIVE, T_COUNT, PRIMITIVE_COUNT},
    {"distinct", KEYWORD_PRIMITIVE, T_DISTINCT, PRIMITIVE_DISTINCT},
    {"sum", KEYWORD_PRIMITIVE, T_SUM, PRIMITIVE_SUM},
    {"seen", KEYWORD_PRIMITIVE, T_SEEN, PRIMITIVE_SEEN},
    {"absent", KEYWORD_PRIMITIVE, T_ABSENT, PRIMITIVE_ABSENT},
    {"elapsed", KEYWORD_PRIMITIVE, T_ELAPSED, PRIMITIVE_ELAPSED},
#define PRIMITIVE(id, name, answer, v_min, v_max, options, required, doc)                                    \
    {name, KEYWORD_PRIMITIVE, T_PRIMITIVE, PRIMITIVE_##id},
#include "lang/primitive.def"
#undef PRIMITIVE

    /* `per` is also a part of `once per`. */
    {"per", KEYWORD_OPTION, T_PER, OPTION_PER},
#define OPTION(id, name, type, doc) {name, KEYWORD_OPTION, T_OPTION, OPTION_##id},
#include "lang/option.def"
#undef OPTION

    {"test", KEYWORD_LATER, T_TEST, 0},

    {"as", KEYWORD_CONTEXT, T_AS, 0},
    {"every", KEYWORD_CONTEXT, T_EVERY, 0},
    {"column", KEYWORD_CONTEXT, T_COLUMN, 0},
    {"language", KEYWORD_CONTEXT, T_LANGUAGE, 0},
    {"doc", KEYWORD_CONTEXT, T_DOC, 0},
    {"time", KEYWORD_CONTEXT, T_TIME, 0},
    {"id", KEYWORD_CONTEXT, T_ID, 0},
    {"index", KEYWORD_CONTEXT, T_INDEX, 0},
    {"envelope", KEYWORD_CONTEXT, T_ENVELOPE, 0},
    {"fields", KEYWORD_CONTEXT, T_FIELDS, 0},
    {"of", KEYWORD_CONTEXT, T_OF, 0},
    {"columns", KEYWORD_CONTEXT, T_COLUMNS, 0},
    {"has", KEYWORD_CONTEXT, T_HAS, 0},
    {"value", KEYWORD_CONTEXT, T_VALUE, 0},
    {"key", KEYWORD_CONTEXT, T_KEY, 0},
    {"issued", KEYWORD_CONTEXT, T_ISSUED, 0},
    {"until", KEYWORD_CONTEXT, T_UNTIL, 0},
    {"except", KEYWORD_CONTEXT, T_EXCEPT, 0},
    {"disable", KEYWORD_CONTEXT, T_DISABLE, 0},

    {NULL, KEYWORD_CONTEXT, 0, 0},
};

const struct keyword *keywords(void)
{
    return table;
}

void keyword_index(struct keyword_index *index)
{
    *index = (struct keyword_index){{0}, {0}};
    unsigned n = sizeof table / sizeof table[0] - 1;
    static_assert(sizeof table / sizeof table[0] <= sizeof index->next, "the index is too small");
    while (n-- > 0) {
        unsigned char first = (unsigned char)table[n].text[0];
        index->next[n] = index->head[first];
        index->head[first] = (uint8_t)(n + 1);
    }
}

const struct keyword *keyword_find(const struct keyword_index *index, struct str text)
{
    if (text.len == 0 || (unsigned char)text.ptr[0] >= sizeof index->head) {
        return NULL;
    }
    for (uint8_t at = index->head[(unsigned char)text.ptr[0]]; at != 0; at = index->next[at - 1]) {
        const struct keyword *k = &table[at - 1];
        if (strncmp(k->text, text.ptr, text.len) == 0 && k->text[text.len] == '\0') {
            return k;
        }
    }
    return NULL;
}
