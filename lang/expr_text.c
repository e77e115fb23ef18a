/* expr_text: the normalised text of expressions and lists. */
#include <inttypes.h>

#include "lang/expr.h"
#include "lang/function.h"
#include "lang/list_items.h"

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

/* `not (a == b)` is written a != b, and so on. */
static bool is_joined_not(const struct expr *e)
{
    switch (e->kind == EXPR_NODE ? (enum program_op)e->op : N_OPS) {
    case OP_PRESENT: case OP_EQ: case OP_IN: case OP_IN_NET: case OP_IN_VALUE:
    case OP_LIKE: case OP_ILIKE: case OP_MATCHES: case OP_CONTAINS:
        return true;
    default:
        return false;
    }
}

static int level_of(const struct expr *e)
{
    switch ((enum expr_kind)e->kind) {
    case EXPR_OR:
        return LEVEL_OR;
    case EXPR_AND:
        return LEVEL_AND;
    case EXPR_NOT:
        return is_joined_not(e->args[0]) ? LEVEL_COMPARE : LEVEL_NOT;
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

/* Brief: a let's name stands for what it is. */
struct printer {
    struct expr_set *set;
    bool brief;
};

static struct str text_of(const struct printer *p, const struct expr *e);

static void put(const struct printer *p, const struct expr *e, int level, struct buf *out)
{
    bool named = p->brief && e->name.len > 0;
    bool loose = !named && level_of(e) < level;
    buf_add_text(out, loose ? "(" : "");
    buf_add_str(out, named ? e->name : text_of(p, e));
    buf_add_text(out, loose ? ")" : "");
}

static void put_run(const struct printer *p, const struct expr **args, uint32_t n, const char *between, int level,
                    struct buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_add_text(out, i == 0 ? "" : between);
        put(p, args[i], level, out);
    }
}

static void put_call(const struct printer *p, const char *name, const struct expr *e, struct buf *out)
{
    buf_add_text(out, name);
    buf_add_char(out, '(');
    put_run(p, e->args, e->n_args, ", ", LEVEL_OR, out);
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
    program_print_constant(v, out);
}

/* seen: with its window, since what a seen around it learns depends on that. */
static void put_watch(const struct printer *p, const struct expr_prim *prim, struct buf *out)
{
    buf_addf(out, "%s(", primitive_info(prim->kind)->name);
    put(p, prim->match, LEVEL_AND, out);
    if (prim->where != NULL) {
        buf_add_text(out, " and ");
        put(p, prim->where, LEVEL_AND, out);
    }
    buf_addf(out, " from %.*s", STR_ARG(prim->watched_name));
    for (uint32_t i = 0; i < prim->n_k; i++) {
        buf_add_text(out, i == 0 ? " for " : ", ");
        put(p, prim->v[i], LEVEL_OR, out);
        buf_add_text(out, " == ");
        put(p, prim->k[i], LEVEL_OR, out);
    }
    buf_addf(out, ", within %lldus)", (long long)prim->options.within);
}

/* The exact options that an answer depends on tell apart what is written alike. */
static void put_prim(const struct printer *p, const struct expr_prim *prim, struct buf *out)
{
    static const char *const measures[] = {"", "count ", "distinct ", "sum "};
    if (p->brief) {
        buf_add_str(out, prim->text);
        return;
    }
    if (prim->match != NULL) {
        put_watch(p, prim, out);
        return;
    }
    buf_addf(out, "%s(%s", primitive_info(prim->kind)->name, measures[prim->measure]);
    put_run(p, prim->v, prim->n_v, ", ", LEVEL_OR, out);
    if (prim->n_k > 0) {
        buf_add_text(out, out->ptr[out->len - 1] == '(' || out->ptr[out->len - 1] == ' ' ? "for " : " for ");
        put_run(p, prim->k, prim->n_k, ", ", LEVEL_OR, out);
    }
    if (prim->where != NULL) {
        buf_add_text(out, " where ");
        put(p, prim->where, LEVEL_OR, out);
    }
    buf_add_char(out, ')');
}

/* All clauses, as what is handed on depends on each. */
static void put_chain(const struct printer *p, const struct expr *e, struct buf *out)
{
    static const char *const clauses[] = {"value", ", key", ", issued", ", until", ", match"};
    buf_add_text(out, "chain(");
    for (uint32_t i = 0; i < e->n_args; i++) {
        const struct expr *part = e->args[i];
        bool unsaid = i == 3 ? expr_is_null(part) : i == 4 && expr_is_const(part) && part->value.b;
        if (!unsaid) {
            buf_addf(out, "%s ", clauses[i]);
            put(p, part, LEVEL_OR, out);
        }
    }
    buf_add_char(out, ')');
}

/* A comparison, or what is between two operands; `no`: its contrary. */
static void put_binary(const struct printer *p, const struct expr *e, bool no, struct buf *out)
{
    int level = binary[e->op].level;
    const char *sign = !no || e->op != OP_EQ ? binary[e->op].sign : "!=";
    put(p, e->args[0], level == LEVEL_COMPARE ? LEVEL_ADD : level, out);
    buf_add_text(out, no && e->op != OP_EQ ? " not " : " ");
    buf_add_text(out, sign);
    buf_add_char(out, ' ');
    if (e->list != NULL) {
        buf_add_str(out, e->list->text);
    } else {
        put(p, e->args[1], level + 1, out);
    }
}

static void put_present(const struct printer *p, const struct expr *e, bool no, struct buf *out)
{
    put(p, e->args[0], LEVEL_ADD, out);
    buf_add_text(out, no ? " == null" : " != null");
}

static void put_not(const struct printer *p, const struct expr *e, struct buf *out)
{
    bool named = p->brief && e->name.len > 0;
    if (named || !is_joined_not(e)) {
        buf_add_text(out, "not ");
        put(p, e, LEVEL_NOT, out);
    } else if (e->op == OP_PRESENT) {
        put_present(p, e, true, out);
    } else {
        put_binary(p, e, true, out);
    }
}

static void put_node(const struct printer *p, const struct expr *e, struct buf *out)
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
        put_present(p, e, false, out);
        break;
    case OP_TRUE:
        put(p, e->args[0], LEVEL_OR, out);
        break;
    case OP_NEG:
        buf_add_char(out, '-');
        put(p, e->args[0], LEVEL_TIGHT, out);
        break;
    case OP_CALL:
        put_call(p, function_at(e->number)->name, e, out);
        break;
    case OP_GEO:
        put_call(p, "geo", e, out);
        buf_addf(out, ".%s", program_geo_name((enum program_geo)e->number));
        break;
    case OP_GET:
        put(p, e->args[0], LEVEL_TIGHT, out);
        for (uint32_t i = 0; i < e->number; i++) {
            expr_path_step(out, &e->below[i]);
        }
        break;
    case OP_ITEM:
        put(p, e->args[0], LEVEL_TIGHT, out);
        buf_addf(out, "[%u]", e->number);
        break;
    case OP_CHAIN:
        put_chain(p, e, out);
        break;
    case OP_PRIM:
        put_prim(p, e->prim, out);
        break;
    case OP_LOOKUP:
    case OP_LOOKUP_NET:
    case OP_LIST_LENGTH:
        buf_addf(out, "%s(%.*s", e->op == OP_LIST_LENGTH ? "length" : "lookup", STR_ARG(e->list->text));
        buf_add_text(out, e->n_args > 0 ? ", " : "");
        put_run(p, e->args, e->n_args, ", ", LEVEL_OR, out);
        buf_add_char(out, ')');
        break;
    default: /* if, coalesce, any, all */
        put_call(p, program_op_name((enum program_op)e->op), e, out);
        break;
    }
}

static void put_expr(const struct printer *p, const struct expr *e, struct buf *out)
{
    switch ((enum expr_kind)e->kind) {
    case EXPR_AND:
        put_run(p, e->args, e->n_args, " and ", LEVEL_NOT, out);
        break;
    case EXPR_OR:
        put_run(p, e->args, e->n_args, " or ", LEVEL_AND, out);
        break;
    case EXPR_NOT:
        put_not(p, e->args[0], out);
        break;
    case EXPR_LIST:
        buf_add_str(out, e->list->text);
        break;
    case EXPR_LOCATION:
        put_call(p, "geo", e, out);
        break;
    case EXPR_BROKEN:
        buf_add_text(out, "?");
        break;
    case EXPR_NODE:
        if (binary[e->op].sign == NULL) {
            put_node(p, e, out);
        } else {
            put_binary(p, e, false, out);
        }
        break;
    }
}

static struct str text_of(const struct printer *p, const struct expr *e)
{
    struct expr *kept = (struct expr *)e; /* a text is a memory of the expression, not a part of it */
    struct str *memo = p->brief ? &kept->brief : &kept->text;
    if (memo->ptr == NULL) {
        struct buf text = BUF_INIT;
        put_expr(p, e, &text);
        *memo = arena_str(p->set->arena, buf_str(&text));
        buf_release(&text);
    }
    return *memo;
}

struct str expr_text(struct expr_set *set, const struct expr *e)
{
    return text_of(&(struct printer){set, false}, e);
}

struct str expr_brief(struct expr_set *set, const struct expr *e)
{
    return text_of(&(struct printer){set, true}, e);
}

/* ---- lists ---- */

static void put_item(const struct expr_list *list, uint32_t i, struct buf *out)
{
    if (list->regexes != NULL) {
        buf_addf(out, "/%.*s/%s", STR_ARG(list->regexes[i].pattern), list->regexes[i].nocase ? "i" : "");
        return;
    }
    put_constant(&list->items[i], out);
    if (list->beside != NULL) {
        buf_add_text(out, ": ");
        put_constant(&list->beside[i], out);
    }
}

static struct str list_text(struct expr_set *set, const struct expr_list *list)
{
    struct buf text = BUF_INIT;
    buf_add_char(&text, '[');
    for (uint32_t i = 0; i < list->len; i++) {
        buf_add_text(&text, i == 0 ? "" : ", ");
        put_item(list, i, &text);
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

/* Two lists of files may have equal items now, and other ones when a file has changed:
 * what reads one of them is not what reads the other, or a written list. */
static struct str file_text(struct expr_set *set, struct str text)
{
    bool added;
    uint32_t *count = strmap_put(&set->files, text, &added);
    *count = added ? 1 : *count + 1;
    return *count == 1 ? arena_printf(set->arena, "file %.*s", STR_ARG(text))
                       : arena_printf(set->arena, "file %u %.*s", *count, STR_ARG(text));
}

/* Lists with equal items are one; but each file is read again for itself. */
static struct str list_key(struct expr_set *set, const struct expr_list *list)
{
    buf_reset(&set->key);
    buf_addf(&set->key, "%d%d%u ", list->from_file, list->valued, list->use);
    buf_add(&set->key, &list->origin, sizeof list->origin);
    buf_add_str(&set->key, list->name);
    buf_add_char(&set->key, ' '); /* no name has a blank */
    buf_add_str(&set->key, list->text);
    return buf_str(&set->key);
}

const struct expr_list *expr_list_of(struct expr_set *set, const struct expr_list *draft)
{
    bool added;
    struct expr_list *list = arena_new(set->arena, struct expr_list);
    *list = *draft;
    list->len = list->regexes != NULL ? list_regexes_sort(list->regexes, list->len)
                                      : list_items_sort(list->items, list->beside, list->len);
    list->text = list_text(set, list);
    uint32_t *slot = strmap_put(&set->lists, list_key(set, list), &added);
    if (added) {
        list->text = list->origin == NULL ? list->text : file_text(set, list->text);
        *slot = (uint32_t)set->all_lists.len;
        vec_push(&set->all_lists, list);
    }
    return set->all_lists.items[*slot];
}
