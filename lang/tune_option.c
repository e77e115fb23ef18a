#include "lang/tune_option.h"

#include "lang/fold.h"

/* The text that would stand in the rule. */
static struct str prim_text(struct check *c, const struct expr_prim *p)
{
    struct buf text = BUF_INIT;
    buf_add_str(&text, p->head);
    for (unsigned i = 0; i < N_OPTIONS; i++) {
        if (p->options.given & 1u << i) {
            buf_add_text(&text, text.ptr[text.len - 1] == '(' ? "" : ", ");
            buf_addf(&text, "%s ", primitive_option_info((enum primitive_option)i)->name);
            primitive_option_print(&p->options, (enum primitive_option)i, &text);
        }
    }
    buf_add_char(&text, ')');
    struct str s = arena_str(c->arena, buf_str(&text));
    buf_release(&text);
    return s;
}

static const struct expr *tuned(struct check *c, struct tune_option *o, const struct expr *e);

/* The head with the texts of the primitives in it as they are now: those behind `from`, the outer first. */
static struct str head_tuned(struct check *c, const struct tune_option *o, size_t from, struct str head)
{
    for (size_t i = o->texts.len; i > from; i--) {
        size_t at = str_find(head, o->texts.items[i - 1].was);
        if (at != SIZE_MAX) {
            struct str before = str_slice(head.ptr, at), is = o->texts.items[i - 1].is;
            size_t end = at + o->texts.items[i - 1].was.len;
            struct str behind = str_slice(head.ptr + end, head.len - end);
            head = arena_printf(c->arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(is), STR_ARG(behind));
        }
    }
    return head;
}

/* In the condition of a `seen` stand others of its kind. */
static const struct expr *prim_tuned(struct check *c, struct tune_option *o, const struct expr *e)
{
    struct expr_prim p = *e->prim;
    o->met = true;
    primitive_options_take(&p.options, &o->given);
    if (!check_options_fit(c, o->at, p.kind, &p.options)) {
        return e;
    }
    if (p.where != NULL && p.where->stateful) {
        size_t from = o->texts.len;
        p.where = tuned(c, o, p.where);
        p.head = head_tuned(c, o, from, p.head);
        o->texts.len = from;
    }
    p.text = prim_text(c, &p);
    vec_push(&o->texts, ((struct tune_text){e->prim->text, p.text}));
    return expr_prim(c->exprs, &p, e->type);
}

/* The same of other operands; it has no let's name, since it is not what the let says. */
static const struct expr *rebuilt(struct check *c, const struct expr *e, const struct expr **args)
{
    struct expr draft = *e;
    switch ((enum expr_kind)e->kind) {
    case EXPR_AND:
        return fold_and(c->exprs, args, e->n_args);
    case EXPR_OR:
        return fold_or(c->exprs, args, e->n_args);
    case EXPR_NOT:
        return fold_not(c->exprs, args[0]);
    default:
        draft.args = args;
        draft.name = draft.text = draft.brief = (struct str){NULL, 0};
        return expr_of(c->exprs, &draft);
    }
}

static const struct expr *args_tuned(struct check *c, struct tune_option *o, const struct expr *e)
{
    const struct expr **args = mem_alloc(((size_t)e->n_args + 1) * sizeof *args);
    bool same = true;
    for (uint32_t i = 0; i < e->n_args; i++) {
        args[i] = tuned(c, o, e->args[i]);
        same = same && args[i] == e->args[i];
    }
    const struct expr *made = same ? e : rebuilt(c, e, args);
    free(args);
    return made;
}

/* As deep as an expression may be. */
static const struct expr *tuned(struct check *c, struct tune_option *o, const struct expr *e)
{
    if (!e->stateful) {
        return e;
    }
    if (e->prim != NULL) {
        return e->prim->kind == o->kind ? prim_tuned(c, o, e) : e;
    }
    return args_tuned(c, o, e);
}

void tune_option_apply(struct check *c, struct tune_option *o, struct rule *rule)
{
    if (rule->when != NULL) {
        rule->when = tuned(c, o, rule->when);
    }
    for (uint32_t i = 0; i < rule->n_title; i++) {
        if (rule->title[i].expr != NULL) {
            rule->title[i].expr = tuned(c, o, rule->title[i].expr);
        }
    }
    for (uint32_t i = 0; i < rule->n_show; i++) {
        rule->show[i].expr = tuned(c, o, rule->show[i].expr);
    }
}
