#include "lang/change_clause.h"

#include "base/buf.h"
#include "base/timefmt.h"

const char *change_clause_name(enum change_clause clause)
{
    static const char *const names[] = {
#define CLAUSE(id, name) name,
        CHANGE_CLAUSES(CLAUSE)
#undef CLAUSE
    };
    return names[clause];
}

/* ---- the clauses that are texts ---- */

static struct program_run texts_of(const struct program_rule *r, enum change_clause clause)
{
    switch (clause) {
    case CHANGE_ATTACK:
        return r->attack;
    case CHANGE_TAGS:
        return r->tags;
    case CHANGE_REFERENCES:
        return r->references;
    default:
        return r->falsepositives;
    }
}

static struct str text_of(const struct program_rule *r, enum change_clause clause)
{
    switch (clause) {
    case CHANGE_DESCRIPTION:
        return r->description;
    case CHANGE_AUTHOR:
        return r->author;
    case CHANGE_VERSION:
        return r->version;
    case CHANGE_RUNBOOK:
        return r->runbook;
    default:
        return r->status;
    }
}

static bool is_text(enum change_clause clause) { return clause >= CHANGE_DESCRIPTION; }

/* ---- to compare ---- */

static bool texts_same(const struct program_pair *pair, struct program_run x, struct program_run y)
{
    bool same = x.count == y.count;
    for (uint32_t i = 0; same && i < x.count; i++) {
        same = str_equal(pair->a->texts[x.first + i], pair->b->texts[y.first + i]);
    }
    return same;
}

/* Without a title, a rule's name stands in its place. */
static bool is_untitled(const struct program *p, const struct program_rule *r)
{
    const struct program_part *part = &p->parts[r->title.first];
    return r->title.count == 1 && part->node == PROGRAM_NONE && str_equal(part->text, r->name);
}

static bool title_same(struct program_pair *pair, const struct program_rule *f, const struct program_rule *g)
{
    return (is_untitled(pair->a, f) && is_untitled(pair->b, g)) || program_equal_title(pair, f->title, g->title);
}

bool change_clause_same(struct program_pair *pair, uint32_t x, uint32_t y, enum change_clause clause)
{
    const struct program_rule *f = &pair->a->rules[x], *g = &pair->b->rules[y];
    const struct program_population *p = &pair->a->populations[f->population];
    const struct program_population *q = &pair->b->populations[g->population];
    switch (clause) {
    case CHANGE_SOURCE:
        return str_equal(pair->a->sources[p->source].name, pair->b->sources[q->source].name);
    case CHANGE_MATCH:
        return str_equal(p->text, q->text);
    case CHANGE_WHEN:
        return program_equal_predicate(pair, f->when, g->when);
    case CHANGE_TITLE:
        return title_same(pair, f, g);
    case CHANGE_SHOW:
        return program_equal_show(pair, f->show, g->show);
    case CHANGE_ONCE:
        return f->once_every == g->once_every && program_equal_args(pair, f->once_per, g->once_per);
    case CHANGE_SEVERITY:
        return f->severity == g->severity;
    case CHANGE_RISK:
        return f->risk == g->risk;
    default:
        return is_text(clause) ? str_equal(text_of(f, clause), text_of(g, clause))
                               : texts_same(pair, texts_of(f, clause), texts_of(g, clause));
    }
}

/* ---- to show ---- */

static void put_show(const struct program *p, struct program_run show, struct buf *out)
{
    for (uint32_t i = 0; i < show.count; i++) {
        const struct program_show *s = &p->shows[show.first + i];
        size_t start = out->len + (i == 0 ? 0 : 2);
        buf_add_text(out, i == 0 ? "" : ", ");
        program_print_node(p, s->node, out);
        if (!str_equal(str_slice(out->ptr + start, out->len - start), s->name)) {
            buf_addf(out, " as %.*s", STR_ARG(s->name));
        }
    }
}

static void put_once(const struct program *p, const struct program_rule *r, struct buf *out)
{
    if (r->once_every == 0) {
        return;
    }
    buf_add_text(out, "per ");
    for (uint32_t i = 0; i < r->once_per.count; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        program_print_node(p, p->args[r->once_per.first + i], out);
    }
    buf_add_text(out, " every ");
    duration_format(r->once_every, out);
}

static void put_texts(const struct program *p, struct program_run texts, struct buf *out)
{
    for (uint32_t i = 0; i < texts.count; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        buf_add_str(out, p->texts[texts.first + i]);
    }
}

void change_clause_text(const struct program *p, uint32_t rule, enum change_clause clause, struct buf *out)
{
    const struct program_rule *r = &p->rules[rule];
    const struct program_population *population = &p->populations[r->population];
    switch (clause) {
    case CHANGE_SOURCE:
        buf_add_str(out, p->sources[population->source].name);
        break;
    case CHANGE_MATCH:
        program_print_predicate(p, population->match, out);
        break;
    case CHANGE_WHEN:
        program_print_predicate(p, r->when, out);
        break;
    case CHANGE_TITLE:
        program_print_title(p, r->title, out);
        break;
    case CHANGE_SHOW:
        put_show(p, r->show, out);
        break;
    case CHANGE_ONCE:
        put_once(p, r, out);
        break;
    case CHANGE_SEVERITY:
        buf_add_text(out, severity_name(r->severity));
        break;
    case CHANGE_RISK:
        if (r->risk >= 0) {
            buf_addf(out, "%d", (int)r->risk);
        }
        break;
    default:
        if (is_text(clause)) {
            buf_add_str(out, text_of(r, clause));
        } else {
            put_texts(p, texts_of(r, clause), out);
        }
        break;
    }
}
