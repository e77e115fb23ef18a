#include "lang/lower.h"

#include <stdlib.h>

#include "lang/lowering.h"

#define FIELDS_MAX 65535u /* an event counts its slots in 16 bits */

/* By name; those that a tune leaves out come last. */
static int rule_compare(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;
    int order = (x->disabled != NULL) - (y->disabled != NULL);
    return order != 0 ? order : str_compare(x->name, y->name);
}

static uint32_t rules_enabled(const struct rule *rules, uint32_t n)
{
    while (n > 0 && rules[n - 1].disabled != NULL) {
        n--;
    }
    return n;
}

/* Bring rules of equal populations together: populations by their first rule's
 * name, rules in them by name. `firsts` gets where each population begins. */
static uint32_t group_rules(struct expr_set *exprs, struct rule *rules, uint32_t n, uint32_t *firsts)
{
    struct strmap index = STRMAP_INIT;
    uint32_t *group = mem_alloc((n + 1) * sizeof *group), *sizes = mem_zalloc((n + 1) * sizeof *sizes);
    struct rule *sorted = mem_alloc((n + 1) * sizeof *sorted);
    uint32_t groups = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool added;
        struct buf key = BUF_INIT;
        buf_add(&key, &rules[i].source, sizeof rules[i].source);
        buf_add_str(&key, expr_text(exprs, rules[i].match));
        uint32_t *slot = strmap_put(&index, buf_str(&key), &added);
        if (added) {
            *slot = groups++;
        }
        group[i] = *slot;
        sizes[group[i]]++;
        buf_release(&key);
    }
    firsts[0] = 0;
    for (uint32_t g = 0; g < groups; g++) {
        firsts[g + 1] = firsts[g] + sizes[g];
        sizes[g] = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        sorted[firsts[group[i]] + sizes[group[i]]++] = rules[i];
    }
    if (n > 0) {
        memcpy(rules, sorted, n * sizeof *rules);
    }
    free(sorted);
    free(sizes);
    free(group);
    strmap_release(&index);
    return groups;
}

static struct program *program_make(struct lowering *l)
{
    struct program *p = arena_new(l->arena, struct program);
    p->arena = l->arena;
#define TABLE(name, from)                                                        \
    do {                                                                         \
        void *copy = arena_array(l->arena, l->from.len + 1, sizeof *l->from.items); \
        if (l->from.len > 0) {                                                   \
            memcpy(copy, l->from.items, l->from.len * sizeof *l->from.items);    \
        }                                                                        \
        p->name = copy;                                                          \
        p->n_##name = (uint32_t)l->from.len;                                     \
    } while (0)
    TABLE(sources, program_sources);
    TABLE(fields, fields);
    TABLE(groups, program_groups);
    TABLE(segments, segments);
    TABLE(runs, runs);
    TABLE(nodes, nodes);
    TABLE(tests, tests);
    TABLE(predicates, predicates);
    TABLE(names, names);
    TABLE(constants, constants);
    TABLE(args, args);
    TABLE(lists, program_lists);
    TABLE(list_origins, list_origins);
    TABLE(list_parts, list_parts);
    TABLE(list_files, list_files);
    TABLE(regexes, regexes);
    TABLE(populations, populations);
    TABLE(entities, program_entities);
    TABLE(states, program_states);
    TABLE(prims, program_prims);
    TABLE(chains, chains);
    TABLE(rules, rules);
    TABLE(disabled, disabled);
    TABLE(parts, parts);
    TABLE(shows, shows);
    TABLE(texts, texts);
#undef TABLE
    return p;
}

static void lowering_init(struct lowering *l, struct expr_set *exprs, const struct schema *schema,
                          const struct source_set *sources)
{
    *l = (struct lowering){.exprs = exprs, .schema = schema, .sources = sources};
    l->arena = mem_zalloc(sizeof *l->arena);
    l->n_lowered = exprs->items.len;
    l->lowered = mem_alloc((l->n_lowered + 1) * sizeof *l->lowered);
    l->met = mem_zalloc((l->n_lowered + 1) * sizeof *l->met);
    for (size_t i = 0; i < l->n_lowered; i++) {
        l->lowered[i] = (struct lowered){PROGRAM_NONE, LOWER_NO_PREDICATE, PROGRAM_NONE};
    }
}

/* All but the arena, which is the program's. */
static void lowering_release(struct lowering *l)
{
    map64_release(&l->slots);
    map64_release(&l->groups);
    map64_release(&l->lists);
    map64_release(&l->origins);
    map64_release(&l->by_source);
    strmap_release(&l->watch_texts);
    vec_release(&l->watches);
    vec_release(&l->asks);
    free(l->lowered);
    free(l->met);
    vec_release(&l->slot_fields);
    vec_release(&l->program_sources);
    vec_release(&l->fields);
    vec_release(&l->program_groups);
    vec_release(&l->segments);
    vec_release(&l->runs);
    vec_release(&l->nodes);
    vec_release(&l->tests);
    vec_release(&l->predicates);
    vec_release(&l->names);
    vec_release(&l->constants);
    vec_release(&l->args);
    vec_release(&l->program_lists);
    vec_release(&l->list_origins);
    vec_release(&l->list_parts);
    vec_release(&l->list_files);
    vec_release(&l->regexes);
    vec_release(&l->populations);
    vec_release(&l->program_entities);
    vec_release(&l->program_states);
    vec_release(&l->program_prims);
    vec_release(&l->chains);
    vec_release(&l->rules);
    vec_release(&l->disabled);
    vec_release(&l->parts);
    vec_release(&l->shows);
    vec_release(&l->texts);
}

struct program *lower(struct expr_set *exprs, const struct schema *schema, const struct source_set *sources,
                      struct rule *rules, uint32_t n, struct err *err)
{
    struct lowering l;
    struct program *p = NULL;
    uint32_t *firsts = mem_alloc(((size_t)n + 2) * sizeof *firsts);
    if (n > 1) {
        qsort(rules, n, sizeof *rules, rule_compare);
    }
    uint32_t enabled = rules_enabled(rules, n);
    uint32_t groups = group_rules(exprs, rules, enabled, firsts);
    lowering_init(&l, exprs, schema, sources);
    for (uint32_t g = 0; g < groups; g++) {
        lower_population(&l, &rules[firsts[g]], firsts[g + 1] - firsts[g]);
    }
    for (uint32_t g = 0; g < groups; g++) {
        lower_named(&l, g, &rules[firsts[g]]);
    }
    lower_watches(&l);
    for (uint32_t i = enabled; i < n; i++) {
        lower_disabled(&l, &rules[i]);
    }
    lower_indexes(&l);
    lower_keyed(&l);
    if (l.fields.len <= FIELDS_MAX) {
        p = program_make(&l);
    } else {
        err_set(err, "the rules read %zu different fields together; the most is %u", l.fields.len, FIELDS_MAX);
        arena_release(l.arena);
        free(l.arena);
    }
    lowering_release(&l);
    free(firsts);
    return p;
}

struct program *lower_sources(const struct ast_source *const *sources, uint32_t n)
{
    struct lowering l = {.arena = mem_zalloc(sizeof *l.arena)};
    for (uint32_t i = 0; i < n; i++) {
        lower_source_add(&l, sources[i]);
    }
    struct program *p = program_make(&l);
    lowering_release(&l);
    return p;
}
