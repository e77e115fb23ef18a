#include "engine/chains.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/chain.h"
#include "engine/coerce.h"
#include "engine/known.h"
#include "engine/store_chain.h"

struct chains {
    const struct program *program;
    struct symbols *symbols;
    struct chain *memory; /* by chain of the program */
    struct arena scratch;
    struct buf text;        /* of a key that is no text */
    uint64_t salt;          /* of the keys */
};

struct chains *chains_new(const struct program *program, struct symbols *symbols)
{
    struct chains *chains = mem_zalloc(sizeof *chains);
    chains->program = program;
    chains->symbols = symbols;
    chains->salt = hash_secret_number();
    chains->memory = mem_zalloc((program->n_chains + 1) * sizeof *chains->memory);
    return chains;
}

void chains_free(struct chains *chains)
{
    if (chains == NULL) {
        return;
    }
    for (uint32_t i = 0; i < chains->program->n_chains; i++) {
        chain_release(&chains->memory[i]);
    }
    free(chains->memory);
    arena_release(&chains->scratch);
    buf_release(&chains->text);
    free(chains);
}

/* A text's hash, so that credentials take no symbols; all else by kind and content, behind a NUL, which no
 * text is mistaken for. False: null. */
static bool key_of(struct chains *chains, const struct value *v, struct hash_wide *out)
{
    if (v->kind == VALUE_STRING) {
        *out = hash_wide(v->s, v->len, chains->salt);
    } else if (v->kind != VALUE_NULL) {
        struct value one = symbol_value(chains->symbols, symbol_of(chains->symbols, v)); /* 1 and 1.0 are one key */
        buf_reset(&chains->text);
        buf_addf(&chains->text, "%c%d", '\0', one.kind);
        known_term_print(&one, &chains->text);
        *out = hash_wide(chains->text.ptr, chains->text.len, chains->salt);
    }
    return v->kind != VALUE_NULL;
}

/* What the symbol was made from; a whole float has the symbol of an int. */
static struct value value_of(const struct chains *chains, symbol s, struct type type)
{
    struct value v = symbol_value(chains->symbols, s);
    bool whole = v.kind == VALUE_INT && type_is(type, TYPE_FLOAT);
    return whole ? value_float((double)v.i) : v;
}

struct value chains_value(struct chains *chains, struct eval *ev, uint32_t chain, int64_t now)
{
    struct hash_wide key;
    const struct program_node *n = &chains->program->nodes[chains->program->chains[chain].node];
    struct value v = eval_node(ev, n->b);
    if (key_of(chains, &v, &key)) {
        symbol s = chain_find(&chains->memory[chain], key, now);
        if (s != 0) {
            return value_of(chains, s, n->type);
        }
    }
    return eval_node(ev, n->a);
}

/* INT64_MAX: for all time. */
static int64_t until_of(struct chains *chains, struct eval *ev, uint32_t node)
{
    int64_t time;
    struct value v = node == PROGRAM_NONE ? value_null() : eval_node(ev, node);
    struct tree tree = {.kind = TREE_NULL};
    switch ((enum value_kind)v.kind) {
    case VALUE_TIME:
        return v.i;
    case VALUE_STRING:
        tree = (struct tree){.kind = TREE_STRING, .s = v.s, .len = v.len};
        break;
    case VALUE_INT:
        tree = (struct tree){.kind = TREE_INT, .i = v.i};
        break;
    case VALUE_FLOAT:
        tree = (struct tree){.kind = TREE_FLOAT, .f = v.f};
        break;
    default:
        break;
    }
    arena_reset(&chains->scratch);
    return coerce_time(&tree, &chains->scratch, &time) ? time : INT64_MAX;
}

static void chain_learn(struct chains *chains, struct eval *ev, uint32_t chain, int64_t now)
{
    struct hash_wide from, to;
    const struct program_chain *c = &chains->program->chains[chain];
    const struct program_node *n = &chains->program->nodes[c->node];
    if (!eval_test(ev, c->match)) {
        return;
    }
    struct value issued = eval_node(ev, c->issued);
    struct value value = eval_node(ev, c->node);
    if (value.kind == VALUE_NULL || !key_of(chains, &issued, &to)) {
        return;
    }
    struct value key = eval_node(ev, n->b);
    bool keyed = key_of(chains, &key, &from);
    int64_t until = until_of(chains, ev, c->until);
    chain_hand(&chains->memory[chain], keyed ? &from : NULL, to, symbol_of(chains->symbols, &value), until, now);
}

void chains_learn(struct chains *chains, struct eval *ev, const struct event *event, int64_t now)
{
    for (uint32_t i = 0; i < chains->program->n_chains; i++) {
        if (chains->program->chains[i].source == event->source) {
            chain_learn(chains, ev, i, now);
        }
    }
}

size_t chains_bytes(const struct chains *chains)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < chains->program->n_chains; i++) {
        bytes += chain_bytes(&chains->memory[i]);
    }
    return bytes;
}

/* ---- a state folder ---- */

struct saving {
    struct store *store;
    struct str name;
};

static void slot_put(void *context, const struct chain_slot *slot)
{
    const struct saving *to = context;
    store_chain_put(to->store, to->name, slot->key, slot->value, slot->until);
}

void chains_save(struct chains *chains, struct store *store, int64_t now)
{
    for (uint32_t i = 0; i < chains->program->n_chains; i++) {
        struct saving to = {store, chains->program->chains[i].name};
        chain_save(&chains->memory[i], slot_put, &to);
    }
    store_chain_sweep(store, now);
}

static void slot_take(void *context, struct hash_wide key, symbol value, int64_t until)
{
    chain_load(context, key, value, until);
}

bool chains_load(struct chains *chains, struct store *store, uint64_t salt)
{
    bool good = true;
    chains->salt = salt;
    for (uint32_t i = 0; good && i < chains->program->n_chains; i++) {
        chains->memory[i].kept = true;
        good = store_chain_each(store, chains->program->chains[i].name, slot_take, &chains->memory[i]);
    }
    return good;
}
