#include "lang/expr.h"

void expr_set_init(struct expr_set *set, struct arena *arena)
{
    *set = (struct expr_set){.arena = arena};
    set->broken = (struct expr){.kind = EXPR_BROKEN, .type = {TYPE_UNKNOWN, false}, .source = EXPR_NO_SOURCE};
}

void expr_set_release(struct expr_set *set)
{
    strmap_release(&set->index);
    strmap_release(&set->fields);
    strmap_release(&set->groups);
    strmap_release(&set->lists);
    strmap_release(&set->files);
    strmap_release(&set->prims);
    vec_release(&set->items);
    vec_release(&set->all_fields);
    vec_release(&set->all_groups);
    vec_release(&set->all_lists);
    vec_release(&set->all_prims);
    buf_release(&set->key);
}

/* ---- equality: an expression's key is all that tells it from others ---- */

#define key_add(key, field) buf_add((key), &(field), sizeof(field))

static void key_add_value(struct buf *key, const struct value *v)
{
    key_add(key, v->kind);
    if (v->kind == VALUE_STRING || v->kind == VALUE_JSON) {
        buf_add(key, v->s, v->len);
    } else if (v->kind == VALUE_IP) {
        buf_add(key, v->ip->bytes, sizeof v->ip->bytes);
        key_add(key, v->ip->v4);
    } else if (v->kind == VALUE_LIST) {
        for (uint32_t i = 0; i < v->len; i++) {
            key_add(key, v->items[i].len);
            key_add_value(key, &v->items[i]);
        }
    } else if (v->kind == VALUE_BOOL) {
        key_add(key, v->b);
    } else if (v->kind != VALUE_NULL) {
        key_add(key, v->i);
    }
}

static void key_make(const struct expr *e, struct buf *key)
{
    buf_reset(key);
    key_add(key, e->kind);
    key_add(key, e->op);
    key_add(key, e->each);
    key_add(key, e->type.kind);
    key_add(key, e->type.list);
    key_add(key, e->number);
    key_add(key, e->field);
    key_add(key, e->list);
    key_add(key, e->binds);
    key_add(key, e->prim);
    if (expr_is(e, OP_CHAIN)) { /* one that reads nothing is still its source's */
        key_add(key, e->source);
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        key_add(key, e->args[i]->id);
    }
    if (e->below != NULL) { /* behind the args, whose number is free: GET has one */
        for (uint32_t i = 0; i < e->number; i++) {
            expr_path_step(key, &e->below[i]);
        }
    }
    if (expr_is_const(e)) {
        key_add_value(key, &e->value);
    }
}

static void derive(struct expr *e)
{
    e->size = 1;
    e->depth = 1;
    e->source = e->field != NULL ? e->field->source : e->source;
    e->group = e->field != NULL && e->each ? e->field->group : NULL;
    e->stateful = e->prim != NULL;
    e->chained = expr_is(e, OP_CHAIN);
    for (uint32_t i = 0; i < e->n_args; i++) {
        const struct expr *a = e->args[i];
        e->size = a->size > EXPR_SIZE_MAX || e->size > EXPR_SIZE_MAX ? EXPR_SIZE_MAX + 1 : e->size + a->size;
        e->depth = a->depth + 1 > e->depth ? a->depth + 1 : e->depth;
        e->group = e->group == NULL ? a->group : e->group;
        e->source = e->source == EXPR_NO_SOURCE ? a->source : e->source;
        e->stateful = e->stateful || a->stateful;
        e->chained = e->chained || a->chained;
    }
    if (e->binds != NULL && e->group == e->binds) {
        e->group = NULL;
    }
}

const struct expr *expr_of(struct expr_set *set, const struct expr *draft)
{
    bool added;
    key_make(draft, &set->key);
    uint32_t *slot = strmap_put(&set->index, buf_str(&set->key), &added);
    if (!added) {
        return set->items.items[*slot];
    }
    *slot = (uint32_t)set->items.len;
    struct expr *e = arena_new(set->arena, struct expr);
    *e = *draft;
    e->id = *slot;
    if (draft->n_args > 0) {
        e->args = arena_array(set->arena, draft->n_args, sizeof *e->args);
        memcpy(e->args, draft->args, draft->n_args * sizeof *e->args);
    }
    if (expr_is_const(e)) {
        e->value = value_keep(set->arena, &draft->value);
    }
    derive(e);
    vec_push(&set->items, e);
    return e;
}

/* ---- makers ---- */

const struct expr *expr_const(struct expr_set *set, struct value v, struct type type)
{
    v.symbol = 0;
    return expr_of(set, &(struct expr){.kind = EXPR_NODE, .op = OP_CONST, .type = type, .value = v,
                                       .source = EXPR_NO_SOURCE});
}

const struct expr *expr_bool(struct expr_set *set, bool b)
{
    return expr_const(set, value_bool(b), (struct type){TYPE_BOOL, false});
}

const struct expr *expr_null(struct expr_set *set)
{
    return expr_const(set, value_null(), (struct type){TYPE_NULL, false});
}

const struct expr *expr_node(struct expr_set *set, enum program_op op, struct type type,
                             const struct expr **args, uint32_t n)
{
    return expr_of(set, &(struct expr){.kind = EXPR_NODE, .op = (uint8_t)op, .type = type, .args = args, .n_args = n,
                                       .source = EXPR_NO_SOURCE});
}

const struct expr *expr_field(struct expr_set *set, const struct expr_field *field, bool each)
{
    struct type type = field->type;
    if (field->group != NULL && !each) {
        type.list = true;
    }
    return expr_of(set, &(struct expr){.kind = EXPR_NODE, .op = OP_FIELD, .type = type, .field = field, .each = each,
                                       .source = field->source});
}

const struct expr *expr_whole(struct expr_set *set, const struct expr *e)
{
    return expr_is(e, OP_FIELD) && e->each ? expr_field(set, e->field, false) : e;
}

/* What is short by itself needs no other name. */
void expr_set_name(const struct expr *e, struct str name)
{
    bool plain = e->kind == EXPR_BROKEN || e->kind == EXPR_LIST || e->kind == EXPR_LOCATION || expr_is_const(e) ||
                 e->field != NULL || e->prim != NULL;
    if (!plain && e->name.len == 0) {
        ((struct expr *)e)->name = name; /* no part of the expression */
    }
}

bool expr_is_test(const struct expr *e)
{
    if (e->kind == EXPR_AND || e->kind == EXPR_OR || e->kind == EXPR_NOT) {
        return true;
    }
    if (e->kind != EXPR_NODE) {
        return false;
    }
    switch ((enum program_op)e->op) {
    case OP_CONST:
        return e->value.kind == VALUE_BOOL;
    case OP_EQ: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
    case OP_PRESENT: case OP_TRUE: case OP_IN: case OP_IN_NET: case OP_IN_VALUE:
    case OP_LIKE: case OP_ILIKE: case OP_MATCHES: case OP_CONTAINS: case OP_ANY: case OP_ALL:
        return true;
    case OP_PRIM:
        return e->prim->kind != PRIMITIVE_PREVIOUS && e->type.kind == TYPE_BOOL;
    default:
        return false;
    }
}

static void prim_key(const struct expr_prim *p, struct buf *key)
{
    const struct primitive_options *o = &p->options;
    buf_reset(key);
    key_add(key, p->kind);
    key_add(key, p->measure);
    key_add(key, p->n_v);
    for (uint32_t i = 0; i < p->n_v; i++) {
        key_add(key, p->v[i]->id);
    }
    key_add(key, p->n_k);
    for (uint32_t i = 0; i < p->n_k; i++) {
        key_add(key, p->k[i]->id);
    }
    key_add(key, p->where);
    key_add(key, p->match);
    key_add(key, p->watched);
    key_add(key, o->within);
    key_add(key, o->after);
    key_add(key, o->per);
    key_add(key, o->below);
    key_add(key, o->under);
    key_add(key, o->min);
    key_add(key, o->sigma);
    buf_add_str(key, p->text);
}

/* Whose fields the event that asks must have. */
static uint32_t prim_source(const struct expr_prim *p)
{
    uint32_t source = EXPR_NO_SOURCE;
    for (uint32_t i = 0; i < p->n_k && source == EXPR_NO_SOURCE; i++) {
        source = p->k[i]->source;
    }
    if (p->match != NULL) { /* the rest is read of the event that was seen */
        return source;
    }
    for (uint32_t i = 0; i < p->n_v && source == EXPR_NO_SOURCE; i++) {
        source = p->v[i]->source;
    }
    return source == EXPR_NO_SOURCE && p->where != NULL ? p->where->source : source;
}

const struct expr *expr_prim(struct expr_set *set, const struct expr_prim *prim, struct type type)
{
    bool added;
    prim_key(prim, &set->key);
    uint32_t *slot = strmap_put(&set->prims, buf_str(&set->key), &added);
    if (added) {
        struct expr_prim *kept = arena_new(set->arena, struct expr_prim);
        *kept = *prim;
        *slot = (uint32_t)set->all_prims.len;
        vec_push(&set->all_prims, kept);
    }
    struct expr draft = {.kind = EXPR_NODE, .op = OP_PRIM, .type = type, .source = EXPR_NO_SOURCE};
    draft.prim = set->all_prims.items[*slot];
    draft.source = prim_source(prim);
    return expr_of(set, &draft);
}

/* ---- paths ---- */

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return s.len > 0;
}

void expr_path_step(struct buf *out, const struct program_segment *step)
{
    if (step->kind == SEGMENT_EACH) {
        buf_add_text(out, "[*]");
    } else if (step->kind == SEGMENT_INDEX) {
        buf_addf(out, "[%u]", step->index);
    } else if (is_word(step->key)) {
        buf_add_char(out, '.');
        buf_add_str(out, step->key);
    } else {
        buf_add_char(out, '[');
        buf_add_json(out, step->key);
        buf_add_char(out, ']');
    }
}

/* A path in its source, as a key; it holds until the next one. */
static struct str path_key(struct expr_set *set, uint32_t source, struct str path)
{
    buf_reset(&set->key);
    key_add(&set->key, source);
    buf_add_str(&set->key, path);
    return buf_str(&set->key);
}

static const struct expr_group *group_of(struct expr_set *set, uint32_t source, struct str path)
{
    bool added;
    uint32_t *slot = strmap_put(&set->groups, path_key(set, source, path), &added);
    if (added) {
        struct expr_group *group = arena_new(set->arena, struct expr_group);
        group->path = path;
        *slot = (uint32_t)set->all_groups.len;
        vec_push(&set->all_groups, group);
    }
    return set->all_groups.items[*slot];
}

static struct str path_text(struct expr_set *set, const struct expr_field *from, const struct program_segment *step)
{
    struct buf text = BUF_INIT;
    if (from != NULL) {
        buf_add_str(&text, from->path);
    }
    expr_path_step(&text, step);
    struct str path = arena_str(set->arena, buf_str(&text));
    buf_release(&text);
    bool dot = from == NULL && path.ptr[0] == '.';
    return dot ? str_slice(path.ptr + 1, path.len - 1) : path;
}

const struct expr_field *expr_field_step(struct expr_set *set, uint32_t source, const struct expr_field *from,
                                         struct program_segment step, const struct schema_field *decl,
                                         struct type type)
{
    bool added;
    struct str path = path_text(set, from, &step);
    uint32_t *slot = strmap_put(&set->fields, path_key(set, source, path), &added);
    if (!added) {
        return set->all_fields.items[*slot];
    }
    *slot = (uint32_t)set->all_fields.len;
    struct expr_field *f = arena_new(set->arena, struct expr_field);
    *f = (struct expr_field){.path = path, .source = source, .decl = decl, .type = type};
    uint32_t n = from == NULL ? 0 : from->n_segments;
    f->n_segments = n + 1;
    f->segments = arena_array(set->arena, n + 1, sizeof *f->segments);
    if (n > 0) {
        memcpy(f->segments, from->segments, n * sizeof *f->segments);
    }
    f->segments[n] = step;
    f->group = step.kind == SEGMENT_EACH ? group_of(set, source, path) : from == NULL ? NULL : from->group;
    vec_push(&set->all_fields, f);
    return f;
}
