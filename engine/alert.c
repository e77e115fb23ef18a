#include "engine/alert.h"

#include "engine/eval.h"
#include "engine/population.h"

struct hash_name alert_id(const struct program_rule *rule, struct str event_id)
{
    struct buf text = BUF_INIT;
    buf_add_str(&text, rule->name);
    buf_add_char(&text, '\n');
    buf_add_str(&text, event_id);
    struct hash_name id = hash_name(buf_str(&text));
    buf_release(&text);
    return id;
}

static struct str title_make(const struct program *p, const struct program_rule *rule, struct eval *ev,
                             struct arena *arena)
{
    struct buf text = BUF_INIT;
    for (uint32_t i = 0; i < rule->title.count; i++) {
        const struct program_part *part = &p->parts[rule->title.first + i];
        if (part->node == PROGRAM_NONE) {
            buf_add_str(&text, part->text);
        } else {
            struct value v = eval_node(ev, part->node);
            value_print(&v, &text);
        }
    }
    struct str title = arena_str(arena, rule->title.count == 0 ? rule->name : buf_str(&text));
    buf_release(&text);
    return title;
}

static void fields_make(const struct program *p, struct eval *ev, struct arena *arena, struct alert *a)
{
    struct program_run show = a->rule->show;
    a->fields = arena_array(arena, show.count, sizeof *a->fields);
    a->n_fields = show.count;
    for (uint32_t i = 0; i < show.count; i++) {
        const struct program_show *s = &p->shows[show.first + i];
        a->fields[i] = (struct alert_field){s->name, eval_node(ev, s->node)};
    }
}

/* A primitive that answered false, or has no value, is no evidence. */
static bool is_evidence(enum primitive_kind kind, const struct value *answer)
{
    bool condition = primitive_info(kind)->answer == ANSWER_BOOL;
    return condition ? answer->b : answer->kind != VALUE_NULL;
}

static void evidence_make(const struct program *p, struct population_set *set, struct arena *arena, struct alert *a)
{
    struct program_run prims = a->rule->prims;
    struct evidence e = {.n_facts = 0, .text = BUF_INIT};
    a->evidence = arena_array(arena, prims.count, sizeof *a->evidence);
    for (uint32_t i = 0; i < prims.count; i++) {
        uint32_t prim = p->args[prims.first + i];
        struct value answer = population_answer_of(set, prim);
        if (is_evidence(p->prims[prim].kind, &answer)) {
            evidence_reset(&e);
            population_explain(set, prim, &e);
            a->evidence[a->n_evidence] = evidence_finish(&e, &p->prims[prim], arena);
            a->evidence[a->n_evidence++].prim = prim;
        }
    }
    evidence_release(&e);
}

struct alert alert_make(const struct program *program, uint32_t rule, const struct event *event,
                        struct eval *ev, struct population_set *set, struct arena *arena)
{
    const struct program_rule *r = &program->rules[rule];
    struct alert a = {
        .id = alert_id(r, event_id(event)),
        .rule = r,
        .time = event->time,
        .title = title_make(program, r, ev, arena),
        .event_id = event_id(event),
        .source = program->sources[event->source].name,
        .program = program,
    };
    fields_make(program, ev, arena, &a);
    evidence_make(program, set, arena, &a);
    return a;
}

void alert_keep(struct alert *a, struct arena *arena)
{
    a->event_id = arena_str(arena, a->event_id);
    for (unsigned i = 0; i < a->n_fields; i++) {
        a->fields[i].value = value_keep(arena, &a->fields[i].value);
    }
}
