#include "lang/change_name.h"

#include "lang/program_reach.h"

#define SHOWN_ITEMS 8u /* of a list; a longer one is told by its size */

/* One version of the rule, with what it is made of. */
struct side {
    const struct program *program;
    struct program_reach reach;
};

static void side_init(struct side *s, struct change_side_rule of)
{
    s->program = of.program;
    program_reach_init(&s->reach, of.program);
    program_reach_rule(&s->reach, &of.program->rules[of.rule]);
}

/* ---- lets ---- */

/* The name in this version of the rule that comes first; NULL: it has none. */
static const struct program_name *name_find(const struct side *s, struct str name)
{
    for (uint32_t i = 0; i < s->program->n_names; i++) {
        const struct program_name *n = &s->program->names[i];
        if (str_equal(n->name, name) && program_reach_name(&s->reach, n)) {
            return n;
        }
    }
    return NULL;
}

static void lets_tell(const struct side *was, const struct side *is, change_name_take take, void *context)
{
    for (uint32_t i = 0; i < is->program->n_names; i++) {
        const struct program_name *n = &is->program->names[i];
        bool first = program_reach_name(&is->reach, n) && name_find(is, n->name) == n;
        const struct program_name *old = first ? name_find(was, n->name) : NULL;
        if (old != NULL && !str_equal(old->text, n->text)) {
            take(context, "let", n->name, old->text, n->text);
        }
    }
}

/* ---- lists ---- */

static uint32_t list_of(const struct program *p, uint32_t node)
{
    const struct program_node *n = &p->nodes[node];
    bool has = program_op_operands((enum program_op)n->op)[1] == 'l';
    return has && p->lists[n->b].name.len > 0 ? n->b : PROGRAM_NONE;
}

/* The list of this name that the rule reads. */
static uint32_t list_find(const struct side *s, struct str name)
{
    for (uint32_t i = 0; i < s->program->n_nodes; i++) {
        uint32_t list = program_reach_node(&s->reach, i) ? list_of(s->program, i) : PROGRAM_NONE;
        if (list != PROGRAM_NONE && str_equal(s->program->lists[list].name, name)) {
            return list;
        }
    }
    return PROGRAM_NONE;
}

static void item_text(const struct program *p, const struct program_list *list, uint32_t item, struct buf *out)
{
    if (list->regex) {
        const struct program_regex *r = &p->regexes[list->items.first + item];
        buf_addf(out, "/%.*s/%s", STR_ARG(r->pattern), r->nocase ? "i" : "");
    } else {
        program_print_constant(&p->constants[list->items.first + item], out);
    }
}

/* All that the list is, or for people: its items when they are few, else how many. */
static void list_text(const struct program *p, uint32_t id, bool all, struct buf *out)
{
    const struct program_list *list = &p->lists[id];
    bool few = list->items.count <= SHOWN_ITEMS;
    for (uint32_t i = 0; i < list->items.count && (all || few); i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        item_text(p, list, i, out);
        if (all && i < list->beside.count) {
            buf_add_char(out, '=');
            program_print_constant(&p->constants[list->beside.first + i], out);
        }
    }
    if (!all && !few) {
        buf_addf(out, "%u items", list->items.count);
    }
}

static void list_compare(const struct side *was, uint32_t x, const struct side *is, uint32_t y, change_name_take take,
                         void *context)
{
    struct buf a = BUF_INIT, b = BUF_INIT;
    list_text(was->program, x, true, &a);
    list_text(is->program, y, true, &b);
    if (!str_equal(buf_str(&a), buf_str(&b))) {
        buf_reset(&a);
        buf_reset(&b);
        list_text(was->program, x, false, &a);
        list_text(is->program, y, false, &b);
        bool alike = str_equal(buf_str(&a), buf_str(&b));
        take(context, "list", is->program->lists[y].name, alike ? STR("") : buf_str(&a),
             alike ? STR("other items, or other values beside them") : buf_str(&b));
    }
    buf_release(&a);
    buf_release(&b);
}

static void lists_tell(const struct side *was, const struct side *is, change_name_take take, void *context)
{
    for (uint32_t i = 0; i < is->program->n_lists; i++) {
        struct str name = is->program->lists[i].name;
        uint32_t old = name.len > 0 && list_find(is, name) == i ? list_find(was, name) : PROGRAM_NONE;
        if (old != PROGRAM_NONE) {
            list_compare(was, old, is, i, take, context);
        }
    }
}

void change_names(struct change_side_rule was, struct change_side_rule is, change_name_take take, void *context)
{
    struct side a, b;
    side_init(&a, was);
    side_init(&b, is);
    lets_tell(&a, &b, take, context);
    lists_tell(&a, &b, take, context);
    program_reach_release(&a.reach);
    program_reach_release(&b.reach);
}
