#include "engine/walk.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "engine/coerce.h"
#include "engine/walk_fill.h"

/* A step of a path that the program reads. */
struct walk_node {
    struct str key;
    uint32_t parent;
    uint32_t depth;  /* segments up to here */
    uint64_t stamp;  /* the record in which it was met last */
    bool tree;       /* its value is needed as a whole, or by position */
    VEC(uint32_t) ends;  /* targets whose path ends here */
    VEC(uint32_t) below; /* all targets of the subtree, those too */
};

/* What a value can be for: a field of the program, the two that every event has, or a sign of the source. */
struct walk_target {
    struct program_run path; /* segments */
    uint32_t field;
    bool met;                /* HAS: a value was there, no null */
};

#define FIELD_HAS (UINT32_MAX - 2)
#define FIELD_TIME (UINT32_MAX - 1)
#define FIELD_ID UINT32_MAX

struct walk_slot { /* of the table from (parent, key) to a node */
    uint32_t node; /* 0: free (the root has no parent) */
};

struct walk {
    const struct program *program;
    const struct program_source *source;
    struct symbols *symbols;
    uint16_t number; /* of the source */
    VEC(struct walk_node) nodes;
    VEC(struct walk_target) targets;
    uint32_t first_has;            /* of the targets */
    struct walk_slot *slots;
    uint32_t mask;
    struct buf time_name, id_name; /* the paths, for messages */

    /* of the current record */
    struct event_builder *builder;
    struct arena arena;
    VEC(struct value) items; /* of a list being collected */
    uint64_t stamp; /* counts records */
    bool own;       /* it is one of the source */
    struct tree time, id; /* as they were found; null: not yet */
    struct buf why;
};

/* ---- the trie ---- */

static uint32_t step_hash(uint32_t parent, const char *key, size_t len)
{
    uint32_t h = parent * 0x9e3779b1u + (uint32_t)len * 0x85ebca6bu;
    if (len > 0) {
        h ^= (uint32_t)(uint8_t)key[0] * 0xc2b2ae35u;
        h ^= (uint32_t)(uint8_t)key[len / 2] * 0x27d4eb2fu;
        h ^= (uint32_t)(uint8_t)key[len - 1] * 0x165667b1u;
    }
    return h ^ h >> 15;
}

static uint32_t step_find(const struct walk *w, uint32_t parent, const char *key, size_t len)
{
    for (uint32_t at = step_hash(parent, key, len) & w->mask;; at = (at + 1) & w->mask) {
        uint32_t node = w->slots[at].node;
        if (node == 0) {
            return WALK_NONE;
        }
        const struct walk_node *n = &w->nodes.items[node];
        if (n->parent == parent && n->key.len == len && memcmp(n->key.ptr, key, len) == 0) {
            return node;
        }
    }
}

static void step_put(struct walk *w, uint32_t node)
{
    const struct walk_node *n = &w->nodes.items[node];
    uint32_t at = step_hash(n->parent, n->key.ptr, n->key.len) & w->mask;
    while (w->slots[at].node != 0) {
        at = (at + 1) & w->mask;
    }
    w->slots[at].node = node;
}

static uint32_t node_add(struct walk *w, uint32_t parent, struct str key)
{
    uint32_t found = step_find(w, parent, key.ptr, key.len);
    if (found != WALK_NONE) {
        return found;
    }
    struct walk_node node = {.key = key, .parent = parent, .depth = w->nodes.items[parent].depth + 1};
    vec_push(&w->nodes, node);
    uint32_t at = (uint32_t)w->nodes.len - 1;
    step_put(w, at);
    return at;
}

/* A path becomes nodes up to its first step that is no key; from there on it is
 * followed in a tree. */
static void target_add(struct walk *w, struct program_run path, uint32_t field, bool whole)
{
    uint32_t target = (uint32_t)w->targets.len;
    vec_push(&w->targets, ((struct walk_target){path, field, false}));
    uint32_t node = WALK_ROOT, i = 0;
    for (; i < path.count; i++) {
        const struct program_segment *s = &w->program->segments[path.first + i];
        if (s->kind != SEGMENT_KEY) {
            break;
        }
        node = node_add(w, node, s->key);
        vec_push(&w->nodes.items[node].below, target);
    }
    if (i == path.count) {
        vec_push(&w->nodes.items[node].ends, target);
    }
    if (i < path.count || whole) {
        w->nodes.items[node].tree = true;
    }
}

static bool type_has_parts(struct type t)
{
    return t.list || t.kind == TYPE_RECORD || t.kind == TYPE_JSON || t.kind == TYPE_UNKNOWN;
}

static void path_name(const struct program *p, struct program_run path, struct buf *out)
{
    for (uint32_t i = 0; i < path.count; i++) {
        if (i > 0) {
            buf_add_char(out, '.');
        }
        buf_add_safe(out, p->segments[path.first + i].key);
    }
}

static uint32_t table_size(const struct program *p)
{
    uint32_t n = 16;
    for (uint32_t i = 0; i < p->n_fields; i++) {
        n += p->fields[i].path_run.count;
    }
    uint32_t size = 64;
    while (size < n * 4) {
        size *= 2;
    }
    return size;
}

struct walk *walk_new(const struct program *program, uint16_t source, struct symbols *symbols)
{
    struct walk *w = mem_zalloc(sizeof *w);
    w->program = program;
    w->source = &program->sources[source];
    w->number = source;
    w->symbols = symbols;
    w->mask = table_size(program) - 1;
    w->slots = mem_zalloc((w->mask + 1) * sizeof *w->slots);
    vec_push(&w->nodes, (struct walk_node){.parent = WALK_NONE});
    target_add(w, w->source->time, FIELD_TIME, false);
    if (w->source->id.count > 0) {
        target_add(w, w->source->id, FIELD_ID, false);
    }
    w->first_has = (uint32_t)w->targets.len;
    for (uint32_t i = 0; i < w->source->has.count; i++) {
        target_add(w, program->runs[w->source->has.first + i], FIELD_HAS, true);
    }
    for (uint32_t i = 0; i < program->n_fields; i++) {
        const struct program_field *f = &program->fields[i];
        if (f->source == source) {
            target_add(w, f->path_run, i, type_has_parts(f->type));
        }
    }
    path_name(program, w->source->time, &w->time_name);
    path_name(program, w->source->id, &w->id_name);
    return w;
}

void walk_free(struct walk *w)
{
    if (w == NULL) {
        return;
    }
    for (size_t i = 0; i < w->nodes.len; i++) {
        vec_release(&w->nodes.items[i].ends);
        vec_release(&w->nodes.items[i].below);
    }
    vec_release(&w->nodes);
    vec_release(&w->targets);
    vec_release(&w->items);
    buf_release(&w->time_name);
    buf_release(&w->id_name);
    buf_release(&w->why);
    arena_release(&w->arena);
    free(w->slots);
    free(w);
}

/* ---- values ---- */

static void intern(struct walk *w, struct value *v)
{
    if (v->kind == VALUE_STRING) {
        v->symbol = symbol_intern(w->symbols, value_text(v));
    }
}

static void field_set(struct walk *w, uint32_t field, struct value v)
{
    if (w->program->fields[field].keyed && v.kind == VALUE_STRING) {
        intern(w, &v);
    } else if (w->program->fields[field].keyed && v.kind == VALUE_LIST) {
        struct value *items = arena_array(&w->arena, v.len, sizeof *items);
        for (uint32_t i = 0; i < v.len; i++) {
            items[i] = v.items[i];
            intern(w, &items[i]);
        }
        v.items = items;
    }
    event_builder_set(w->builder, field, &v);
}

/* Time and id are looked at when the record is over; a text must outlive the decoder's. */
static struct tree keep(struct walk *w, const struct tree *j)
{
    struct tree kept = *j;
    if (j->kind == TREE_STRING) {
        kept.s = arena_str(&w->arena, str_slice(j->s, j->len)).ptr;
    }
    return kept;
}

static void target_set(struct walk *w, struct walk_target *t, const struct tree *j)
{
    if (t->field == FIELD_TIME) {
        w->time = keep(w, j);
    } else if (t->field == FIELD_ID) {
        w->id = keep(w, j);
    } else if (t->field == FIELD_HAS) {
        t->met = j->kind != TREE_NULL;
    } else if (j->kind != TREE_NULL) {
        field_set(w, t->field, coerce(j, w->program->fields[t->field].type, &w->arena));
    }
}

static void target_clear(struct walk *w, struct walk_target *t)
{
    struct value null = value_null();
    if (t->field == FIELD_TIME) {
        w->time = (struct tree){.kind = TREE_NULL};
    } else if (t->field == FIELD_ID) {
        w->id = (struct tree){.kind = TREE_NULL};
    } else if (t->field == FIELD_HAS) {
        t->met = false;
    } else {
        event_builder_set(w->builder, t->field, &null);
    }
}

/* The step below `j`, or NULL. */
static const struct tree *step_follow(const struct tree *j, const struct program_segment *s)
{
    if (s->kind == SEGMENT_KEY) {
        return tree_get(j, s->key.ptr, s->key.len);
    }
    return j->kind == TREE_ARRAY && s->index < j->len ? &j->items[s->index] : NULL;
}

static void item_add(struct walk *w, const struct program_field *f, const struct tree *j)
{
    vec_push(&w->items, j == NULL ? value_null() : coerce_item(j, f->type.kind, &w->arena));
}

/* All that the path from its i-th step on (`last`: the last [*]) gives. Behind the
 * last [*] a missing value is null, so that the lists of a group run in step. */
static void star_collect(struct walk *w, const struct program_field *f, const struct tree *j, uint32_t i, uint32_t last)
{
    for (; i < f->path_run.count && j != NULL; i++) {
        const struct program_segment *s = &w->program->segments[f->path_run.first + i];
        if (s->kind == SEGMENT_EACH) {
            for (uint32_t n = 0; j->kind == TREE_ARRAY && n < j->len; n++) {
                star_collect(w, f, &j->items[n], i + 1, last);
            }
            return;
        }
        j = step_follow(j, s);
    }
    if (i > last) {
        item_add(w, f, j);
    }
}

static uint32_t star_last(const struct walk *w, struct program_run path)
{
    for (uint32_t i = path.count; i > 0; i--) {
        if (w->program->segments[path.first + i - 1].kind == SEGMENT_EACH) {
            return i - 1;
        }
    }
    return WALK_NONE;
}

/* The value of a path from its i-th step on. */
static void target_follow(struct walk *w, struct walk_target *t, const struct tree *j, uint32_t i)
{
    for (; i < t->path.count; i++) {
        const struct program_segment *s = &w->program->segments[t->path.first + i];
        if (s->kind == SEGMENT_EACH) {
            break;
        }
        j = step_follow(j, s);
        if (j == NULL) {
            return;
        }
    }
    if (i == t->path.count) {
        target_set(w, t, j);
    } else if (j->kind == TREE_ARRAY && t->field < w->program->n_fields) {
        vec_reset(&w->items);
        star_collect(w, &w->program->fields[t->field], j, i, star_last(w, t->path));
        field_set(w, t->field,
                  (struct value){.kind = VALUE_LIST, .len = (uint32_t)w->items.len, .items = w->items.items});
    }
}

/* ---- the decoder's side ---- */

#define KEY_MAX 64u /* no name of a column is longer */

/* The key with `_` for `-`: how logs that may be text write their names as JSON. */
static uint32_t plain_find(const struct walk *w, uint32_t node, const char *key, size_t len)
{
    char plain[KEY_MAX];
    if (w->source->columns.count == 0 || len > KEY_MAX || memchr(key, '-', len) == NULL) {
        return WALK_NONE;
    }
    for (size_t i = 0; i < len; i++) {
        plain[i] = (char)(key[i] == '-' ? '_' : key[i]);
    }
    return step_find(w, node, plain, len);
}

uint32_t walk_child(struct walk *w, uint32_t node, const char *key, size_t len)
{
    uint32_t child = step_find(w, node, key, len);
    if (child == WALK_NONE) {
        child = plain_find(w, node, key, len);
    }
    if (child == WALK_NONE) {
        return WALK_NONE;
    }
    struct walk_node *n = &w->nodes.items[child];
    if (n->stamp == w->stamp) {
        for (size_t i = 0; i < n->below.len; i++) {
            target_clear(w, &w->targets.items[n->below.items[i]]);
        }
    }
    n->stamp = w->stamp;
    return child;
}

bool walk_needs_tree(const struct walk *w, uint32_t node) { return w->nodes.items[node].tree; }

void walk_value(struct walk *w, uint32_t node, const struct tree *value)
{
    const struct walk_node *n = &w->nodes.items[node];
    if (value->kind == TREE_ARRAY || value->kind == TREE_OBJECT) {
        for (size_t i = 0; i < n->below.len; i++) {
            target_follow(w, &w->targets.items[n->below.items[i]], value, n->depth);
        }
        return;
    }
    for (size_t i = 0; i < n->ends.len; i++) {
        target_set(w, &w->targets.items[n->ends.items[i]], value);
    }
}

struct arena *walk_arena(struct walk *w) { return &w->arena; }

void walk_fail(struct walk *w, const char *why)
{
    if (w->why.len == 0) {
        buf_add_text(&w->why, "not JSON: ");
        buf_add_safe(&w->why, str_from(why));
    }
}

void walk_refuse(struct walk *w, const char *why)
{
    if (w->why.len == 0) {
        buf_add_text(&w->why, why);
    }
}

/* ---- the door's side ---- */

void walk_start(struct walk *w, struct event_builder *b)
{
    w->builder = b;
    event_builder_start(b, w->number);
    arena_reset(&w->arena);
    buf_reset(&w->why);
    w->stamp++;
    w->own = false;
    w->time = w->id = (struct tree){.kind = TREE_NULL};
    for (uint32_t i = 0; i < w->source->has.count; i++) {
        w->targets.items[w->first_has + i].met = false;
    }
}

void walk_own(struct walk *w) { w->own = true; }

static bool time_was_met(const struct walk *w)
{
    const struct program_segment *first = &w->program->segments[w->source->time.first];
    uint32_t node = step_find(w, WALK_ROOT, first->key.ptr, first->key.len);
    return node != WALK_NONE && w->nodes.items[node].stamp == w->stamp;
}

/* Is there all that a record of the source has? */
static bool has_signs(const struct walk *w)
{
    for (uint32_t i = 0; i < w->source->has.count; i++) {
        if (!w->targets.items[w->first_has + i].met) {
            return false;
        }
    }
    return true;
}

static enum walk_outcome lacks(const struct buf *name, const struct tree *j, const char *what, const char *other,
                               struct buf *why)
{
    buf_add_str(why, buf_str(name));
    if (j->kind == TREE_NULL) {
        buf_add_text(why, " is missing");
    } else if (j->kind == TREE_STRING) {
        buf_addf(why, " is %s: \"", what);
        buf_add_safe(why, str_slice(j->s, j->len < 64 ? j->len : 64));
        buf_add_text(why, j->len > 64 ? "\"..." : "\"");
    } else {
        buf_addf(why, " is %s", other);
    }
    return WALK_BAD;
}

static bool id_set(struct walk *w, struct str record)
{
    if (w->source->id.count == 0) {
        struct hash_name name = hash_name(record);
        event_builder_id(w->builder, str_from(name.hex));
        return true;
    }
    if (w->id.kind != TREE_STRING || w->id.len == 0) {
        return false;
    }
    event_builder_id(w->builder, str_slice(w->id.s, w->id.len));
    return true;
}

enum walk_outcome walk_finish(struct walk *w, struct str record, struct buf *why)
{
    int64_t time;
    if (w->why.len > 0) {
        buf_add_str(why, buf_str(&w->why));
        return WALK_BAD;
    }
    if (!w->own && (!time_was_met(w) || !has_signs(w))) {
        return WALK_NO_TIME;
    }
    if (!coerce_time(&w->time, &w->arena, &time)) {
        return lacks(&w->time_name, &w->time, "no time", "no time", why);
    }
    if (!id_set(w, record)) {
        return lacks(&w->id_name, &w->id, "empty", "not a string", why);
    }
    event_builder_time(w->builder, time);
    return WALK_OK;
}
