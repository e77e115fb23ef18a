/* lower_rule: rules with an equal match to a population. */
#include "lang/lowering.h"

/* ---- the primitives of a rule ---- */

typedef VEC(const struct expr *) prims;

/* In the order written; each once. */
static void prims_collect(struct lowering *l, const struct expr *e, prims *out)
{
    uint32_t rule = (uint32_t)l->rules.len + 1;
    if (!e->stateful || l->met[e->id] == rule) {
        return;
    }
    l->met[e->id] = rule;
    if (e->prim != NULL) {
        vec_push(out, e);
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        prims_collect(l, e->args[i], out);
    }
}

static struct program_run prims_of_when(struct lowering *l, const struct expr *when)
{
    struct program_run run = {(uint32_t)l->args.len, 0};
    if (when == NULL || !when->stateful) {
        return run;
    }
    prims all = VEC_INIT;
    prims_collect(l, when, &all);
    uint32_t *ids = mem_alloc((all.len + 1) * sizeof *ids);
    for (size_t i = 0; i < all.len; i++) {
        ids[i] = lower_prim(l, all.items[i]); /* adds runs of its own */
    }
    run = (struct program_run){(uint32_t)l->args.len, (uint32_t)all.len};
    for (size_t i = 0; i < all.len; i++) {
        vec_push(&l->args, ids[i]);
    }
    free(ids);
    vec_release(&all);
    return run;
}

/* ---- the parts of a rule ---- */

static struct program_run lower_title(struct lowering *l, const struct rule *r)
{
    struct program_part *parts = mem_zalloc((r->n_title + 1) * sizeof *parts);
    for (uint32_t i = 0; i < r->n_title; i++) {
        const struct rule_part *p = &r->title[i];
        parts[i].text = p->expr == NULL ? lower_str(l, p->text) : STR("");
        parts[i].node = p->expr == NULL ? PROGRAM_NONE : lower_node(l, p->expr);
    }
    struct program_run run = {(uint32_t)l->parts.len, r->n_title};
    for (uint32_t i = 0; i < r->n_title; i++) {
        vec_push(&l->parts, parts[i]);
    }
    if (r->n_title == 0) {
        struct program_part name = {lower_str(l, r->name), PROGRAM_NONE};
        vec_push(&l->parts, name);
        run.count = 1;
    }
    free(parts);
    return run;
}

static struct program_run lower_show(struct lowering *l, const struct rule *r)
{
    struct program_run run = {(uint32_t)l->shows.len, r->n_show};
    for (uint32_t i = 0; i < r->n_show; i++) {
        struct program_show show = {lower_str(l, r->show[i].name), lower_node(l, r->show[i].expr)};
        vec_push(&l->shows, show); /* a node adds no show */
    }
    return run;
}

static struct program_run lower_texts(struct lowering *l, const struct ast_texts *texts)
{
    struct program_run run = {(uint32_t)l->texts.len, texts->len};
    for (uint32_t i = 0; i < texts->len; i++) {
        struct str text = lower_str(l, texts->items[i].text);
        vec_push(&l->texts, text);
    }
    return run;
}

/* "my-tunes.lur:3" for each tune that changed the rule. */
static struct program_run lower_tunes(struct lowering *l, const struct rule *r)
{
    struct program_run run = {(uint32_t)l->texts.len, r->tunes.len};
    const struct ast_tune *const *tunes = r->tunes.items;
    for (uint32_t i = 0; i < r->tunes.len; i++) {
        struct span at = tunes[i]->glob.span;
        struct buf place = BUF_INIT;
        buf_addf(&place, "%.*s:%u", STR_ARG(source_file(l->sources, at.file)->name),
                 source_place(l->sources, at.file, at.start).line);
        struct str text = lower_str(l, buf_str(&place));
        vec_push(&l->texts, text);
        buf_release(&place);
    }
    return run;
}

static void lower_metadata(struct lowering *l, const struct ast_rule *ast, struct program_rule *out)
{
    struct source_place place = source_place(l->sources, ast->name.span.file, ast->name.span.start);
    out->file = lower_str(l, source_file(l->sources, ast->name.span.file)->name);
    out->line = place.line;
    out->attack = lower_texts(l, &ast->attack);
    out->tags = lower_texts(l, &ast->tags);
    out->references = lower_texts(l, &ast->references);
    out->falsepositives = lower_texts(l, &ast->falsepositives);
    out->description = lower_str(l, ast->description.text);
    out->author = lower_str(l, ast->author.text);
    out->status = lower_str(l, ast->status.text);
    out->version = lower_str(l, ast->version.text);
    out->runbook = lower_str(l, ast->runbook.text);
}

static void lower_rule(struct lowering *l, const struct rule *r)
{
    struct program_rule out = {.name = lower_str(l, r->name), .population = l->population, .when = PROGRAM_TRUE};
    out.prims = prims_of_when(l, r->when); /* first, so that they are numbered in the order written */
    if (r->when != NULL) {
        out.when = lower_predicate(l, r->when);
    }
    out.title = lower_title(l, r);
    out.show = lower_show(l, r);
    out.once_per = lower_args(l, r->once_per, r->n_once_per);
    out.once_every = r->once_every;
    out.severity = r->severity;
    out.risk = r->risk;
    out.tuned = lower_tunes(l, r);
    lower_metadata(l, r->ast, &out);
    vec_push(&l->rules, out);
}

/* ---- the population ---- */

static struct program_run since(uint32_t first, size_t len)
{
    return (struct program_run){first, (uint32_t)len - first};
}

void lower_population(struct lowering *l, const struct rule *rules, uint32_t n)
{
    uint32_t entities = (uint32_t)l->program_entities.len, states = (uint32_t)l->program_states.len;
    uint32_t prims_first = (uint32_t)l->program_prims.len, first = (uint32_t)l->rules.len;
    l->population = (uint32_t)l->populations.len;
    l->match_source = rules[0].source;
    l->level = rules[0].level;
    l->match_text = expr_text(l->exprs, rules[0].match);
    struct program_population p = {.text = lower_str(l, l->match_text), .level = l->level};
    p.source = lower_source(l, rules[0].source);
    p.match = lower_predicate(l, rules[0].match);
    for (uint32_t i = 0; i < n; i++) {
        lower_rule(l, &rules[i]);
    }
    p.entities = since(entities, l->program_entities.len);
    p.states = since(states, l->program_states.len);
    p.prims = since(prims_first, l->program_prims.len);
    p.rules = since(first, l->rules.len);
    vec_push(&l->populations, p);
    strmap_release(&l->entities);
    strmap_release(&l->states);
    map64_release(&l->prims);
}

void lower_named(struct lowering *l, uint32_t population, const struct rule *rule)
{
    struct program_run named = {(uint32_t)l->args.len, 0};
    for (uint32_t i = 0; i < l->rules.len && rule->n_named > 0; i++) {
        for (uint32_t n = 0; n < rule->n_named; n++) {
            if (str_equal(l->rules.items[i].name, rule->named[n])) {
                vec_push(&l->args, i);
                named.count++;
            }
        }
    }
    l->populations.items[population].named = named;
}

/* ---- rules that are left out ---- */

void lower_disabled(struct lowering *l, const struct rule *r)
{
    struct span at = r->span, by = r->disabled->glob.span;
    struct program_disabled out = {.name = lower_str(l, r->name), .why = lower_str(l, r->disabled->disable.text)};
    out.file = lower_str(l, source_file(l->sources, at.file)->name);
    out.line = source_place(l->sources, at.file, at.start).line;
    out.tune_file = lower_str(l, source_file(l->sources, by.file)->name);
    out.tune_line = source_place(l->sources, by.file, by.start).line;
    vec_push(&l->disabled, out);
}
