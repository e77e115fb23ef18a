/* expr_text: the normalised text of expressions and lists. */
#include <inttypes.h>
#include <stdlib.h>

#include "lang/expr.h"
#include "lang/function.h"

/* A longer list stands for its items by their hash. */
#define LIST_TEXT_MAX 200

/* How tight an expression holds together; what is looser gets parentheses. */
enum { LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_ADD, LEVEL_MUL, LEVEL_NEG, LEVEL_TIGHT };

static const struct {
    const char *sign;
    int level;
} binary[N_OPS] = {
    [OP_EQ] = {"==", LEVEL_COMPARE},       [OP_LT] = {"<", LEVEL_COMPARE},
    [OP_LE] = {"<=", LEVEL_COMPARE},       [OP_GT] = {">", LEVEL_COMPARE},
    [OP_GE] = {">=", LEVEL_COMPARE},       [OP_IN] = {"in", LEVEL_COMPARE},
    [OP_IN_NET] = {"in", LEVEL_COMPARE},   [OP_IN_VALUE] = {"in", LEVEL_COMPARE},
    [OP_LIKE] = {"like", LEVEL_COMPARE},   [OP_ILIKE] = {"ilike", LEVEL_COMPARE},
    [OP_MATCHES] = {"matches", LEVEL_COMPARE}, [OP_CONTAINS] = {"contains", LEVEL_COMPARE},
    [OP_ADD] = {"+", LEVEL_ADD},           [OP_SUB] = {"-", LEVEL_ADD},
    [OP_MUL] = {"*", LEVEL_MUL},           [OP_DIV] = {"/", LEVEL_MUL},
};

static int level_of(const struct expr *e)
{
    switch ((enum expr_kind)e->kind) {
    case EXPR_OR:
        return LEVEL_OR;
    case EXPR_AND:
        return LEVEL_AND;
    case EXPR_NOT:
        return LEVEL_NOT;
    case EXPR_NODE:
        if (e->op == OP_PRESENT) {
            return LEVEL_COMPARE;
        }
        if (e->op == OP_TRUE) {
            return level_of(e->args[0]);
        }
        return e->op == OP_NEG ? LEVEL_NEG : binary[e->op].sign == NULL ? LEVEL_TIGHT : binary[e->op].level;
    default:
        return LEVEL_TIGHT;
    }
}

static void put(struct expr_set *set, const struct expr *e, int level, struct buf *out)
{
    bool loose = level_of(e) < level;
    buf_add_text(out, loose ? "(" : "");
    buf_add_str(out, expr_text(set, e));
    buf_add_text(out, loose ? ")" : "");
}

static void put_run(struct expr_set *set, const struct expr **args, uint32_t n, const char *between, int level,
                    struct buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_add_text(out, i == 0 ? "" : between);
        put(set, args[i], level, out);
    }
}

static void put_call(struct expr_set *set, const char *name, const struct expr *e, struct buf *out)
{
    buf_addf(out, "%s(", name);
    put_run(set, e->args, e->n_args, ", ", LEVEL_OR, out);
    buf_add_char(out, ')');
}

static void put_field(const struct expr *e, struct buf *out)
{
    if (e->field->group != NULL && !e->each) {
        buf_addf(out, "list(%.*s)", STR_ARG(e->field->path));
    } else {
        buf_add_str(out, e->field->path);
    }
}

static void put_constant(const struct value *v, struct buf *out)
{
    if (v->kind == VALUE_TIME || v->kind == VALUE_IP) {
        buf_add_text(out, v->kind == VALUE_TIME ? "time " : "ip ");
    }
    value_json(v, out);
    buf_add_text(out, v->kind == VALUE_DURATION ? "s" : "");
}

/* The exact options that an answer depends on tell apart what is written alike. */
static void put_prim(struct expr_set *set, const struct expr_prim *p, struct buf *out)
{
    static const char *const measures[] = {"", "count ", "distinct ", "sum "};
    buf_addf(out, "%s(%s", primitive_info(p->kind)->name, measures[p->measure]);
    put_run(set, p->v, p->n_v, ", ", LEVEL_OR, out);
    if (p->n_k > 0) {
        buf_add_text(out, out->ptr[out->len - 1] == '(' || out->ptr[out->len - 1] == ' ' ? "for " : " for ");
        put_run(set, p->k, p->n_k, ", ", LEVEL_OR, out);
    }
    if (p->where != NULL) {
        buf_add_text(out, " where ");
        put(set, p->where, LEVEL_OR, out);
    }
    buf_add_char(out, ')');
}

static void put_node(struct expr_set *set, const struct expr *e, struct buf *out)
{
    switch ((enum program_op)e->op) {
    case OP_CONST:
        put_constant(&e->value, out);
        break;
    case OP_FIELD:
    case OP_EVENT_TIME:
    case OP_EVENT_ID:
        put_field(e, out);
        break;
    case OP_PRESENT:
        put(set, e->args[0], LEVEL_ADD, out);
        buf_add_text(out, " != null");
        break;
    case OP_TRUE:
        buf_add_str(out, expr_text(set, e->args[0]));
        break;
    case OP_NEG:
        buf_add_char(out, '-');
        put(set, e->args[0], LEVEL_TIGHT, out);
        break;
    case OP_CALL:
        put_call(set, function_at(e->number)->name, e, out);
        break;
    case OP_GEO:
        put_call(set, "geo", e, out);
        buf_addf(out, ".%s", program_geo_name((enum program_geo)e->number));
        break;
    case OP_GET:
    case OP_ITEM:
        put(set, e->args[0], LEVEL_TIGHT, out);
        for (uint32_t i = 0; e->op == OP_GET && i < e->number; i++) {
            expr_path_step(out, &e->below[i]);
        }
        if (e->op == OP_ITEM) {
            buf_addf(out, "[%u]", e->number);
        }
        break;
    case OP_PRIM:
        put_prim(set, e->prim, out);
        break;
    default: /* if, coalesce, any, all */
        put_call(set, program_op_name((enum program_op)e->op), e, out);
        break;
    }
}

static void put_expr(struct expr_set *set, const struct expr *e, struct buf *out)
{
    switch ((enum expr_kind)e->kind) {
    case EXPR_AND:
        put_run(set, e->args, e->n_args, " and ", LEVEL_NOT, out);
        break;
    case EXPR_OR:
        put_run(set, e->args, e->n_args, " or ", LEVEL_AND, out);
        break;
    case EXPR_NOT:
        buf_add_text(out, "not ");
        put(set, e->args[0], LEVEL_NOT, out);
        break;
    case EXPR_LIST:
        buf_add_str(out, e->list->text);
        break;
    case EXPR_LOCATION:
        put_call(set, "geo", e, out);
        break;
    case EXPR_BROKEN:
        buf_add_text(out, "?");
        break;
    case EXPR_NODE:
        if (binary[e->op].sign == NULL) {
            put_node(set, e, out);
        } else if (e->list != NULL) {
            put(set, e->args[0], LEVEL_ADD, out);
            buf_addf(out, " %s %.*s", binary[e->op].sign, STR_ARG(e->list->text));
        } else {
            put(set, e->args[0], binary[e->op].level == LEVEL_COMPARE ? LEVEL_ADD : binary[e->op].level, out);
            buf_addf(out, " %s ", binary[e->op].sign);
            put(set, e->args[1], binary[e->op].level + 1, out);
        }
        break;
    }
}

struct str expr_text(struct expr_set *set, const struct expr *e)
{
    struct expr *kept = (struct expr *)e; /* the text is a memory of the expression, not a part of it */
    if (kept->text.ptr == NULL) {
        struct buf text = BUF_INIT;
        put_expr(set, e, &text);
        kept->text = arena_str(set->arena, buf_str(&text));
        buf_release(&text);
    }
    return kept->text;
}

/* ---- lists ---- */

static int value_rank(const struct value *a, const struct value *b)
{
    int order;
    if (value_order(a, b, &order) && order != 0) {
        return order;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->kind == VALUE_STRING) {
        return str_compare(value_text(a), value_text(b));
    }
    if (a->kind == VALUE_IP) {
        return ip_compare(a->ip, b->ip);
    }
    return a->kind == VALUE_BOOL ? (int)a->b - (int)b->b : 0;
}

static int item_compare(const void *a, const void *b) { return value_rank(a, b); }

static int regex_compare(const void *a, const void *b)
{
    const struct program_regex *x = a, *y = b;
    int order = str_compare(x->pattern, y->pattern);
    return order != 0 ? order : (int)x->nocase - (int)y->nocase;
}

static void sort_once(void *items, uint32_t *len, size_t size, int (*compare)(const void *, const void *))
{
    char *bytes = items;
    uint32_t kept = 0;
    if (*len > 1) {
        qsort(items, *len, size, compare);
    }
    for (uint32_t i = 0; i < *len; i++) {
        if (kept == 0 || compare(bytes + (kept - 1) * size, bytes + i * size) != 0) {
            memmove(bytes + kept * size, bytes + i * size, size);
            kept++;
        }
    }
    *len = kept;
}

static struct str list_text(struct expr_set *set, const struct expr_list *list)
{
    struct buf text = BUF_INIT;
    buf_add_char(&text, '[');
    for (uint32_t i = 0; i < list->len; i++) {
        buf_add_text(&text, i == 0 ? "" : ", ");
        if (list->regexes != NULL) {
            buf_addf(&text, "/%.*s/%s", STR_ARG(list->regexes[i].pattern), list->regexes[i].nocase ? "i" : "");
        } else {
            put_constant(&list->items[i], &text);
        }
    }
    buf_add_char(&text, ']');
    struct str s = buf_str(&text);
    if (text.len > LIST_TEXT_MAX) {
        struct hash_name name = hash_name(s);
        s = arena_printf(set->arena, "[%u items, %s]", list->len, name.hex);
    } else {
        s = arena_str(set->arena, s);
    }
    buf_release(&text);
    return s;
}

const struct expr_list *expr_list_of(struct expr_set *set, struct str name, struct value *items,
                                     struct program_regex *regexes, uint32_t len, bool from_file)
{
    bool added;
    struct expr_list *list = arena_new(set->arena, struct expr_list);
    if (regexes != NULL) {
        sort_once(regexes, &len, sizeof *regexes, regex_compare);
    } else {
        sort_once(items, &len, sizeof *items, item_compare);
    }
    *list = (struct expr_list){.name = name, .items = items, .regexes = regexes, .len = len,
                               .from_file = from_file};
    list->text = list_text(set, list);
    struct str key = arena_printf(set->arena, "%d %.*s %.*s", from_file, STR_ARG(name), STR_ARG(list->text));
    uint32_t *slot = strmap_put(&set->lists, key, &added);
    if (added) {
        *slot = (uint32_t)set->all_lists.len;
        vec_push(&set->all_lists, list);
    }
    return set->all_lists.items[*slot];
}
