/* program_node: a node of a program as text. */
#include <inttypes.h>
#include <stddef.h>

#include "base/timefmt.h"
#include "lang/function.h"
#include "lang/program.h"

static void print_path(const struct program *p, struct program_run run, struct buf *out)
{
    for (uint32_t i = 0; i < run.count; i++) {
        const struct program_segment *s = &p->segments[run.first + i];
        if (s->kind == SEGMENT_KEY) {
            buf_addf(out, ".%.*s", STR_ARG(s->key));
        } else if (s->kind == SEGMENT_INDEX) {
            buf_addf(out, "[%" PRIu32 "]", s->index);
        } else {
            buf_add_text(out, "[*]");
        }
    }
}

void program_print_constant(const struct value *v, struct buf *out)
{
    if (v->kind != VALUE_DURATION) {
        value_json(v, out);
    } else if (v->i >= 0 && v->i % TIME_SECOND == 0) {
        duration_format(v->i, out);
    } else {
        buf_addf(out, "%" PRId64 "us", v->i);
    }
}

static void print_regex(const struct program_regex *regex, struct buf *out)
{
    buf_addf(out, "/%.*s/%s", STR_ARG(regex->pattern), regex->nocase ? "i" : "");
}

/* A list by its name when it has one: a list of a file may be long. */
static void print_list(const struct program *p, uint32_t index, struct buf *out)
{
    const struct program_list *list = &p->lists[index];
    if (list->name.len > 0) {
        buf_add_str(out, list->name);
        return;
    }
    buf_add_char(out, '[');
    for (uint32_t i = 0; i < list->items.count; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        if (list->regex) {
            print_regex(&p->regexes[list->items.first + i], out);
        } else {
            program_print_constant(&p->constants[list->items.first + i], out);
        }
    }
    buf_add_char(out, ']');
}

static void print_args(const struct program *p, uint32_t first, uint32_t count, struct buf *out)
{
    buf_add_char(out, '(');
    for (uint32_t i = 0; i < count; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        program_print_node(p, p->args[first + i], out);
    }
    buf_add_char(out, ')');
}

static const char *binary_sign(enum program_op op);
static const struct str *node_name(const struct program *p, uint32_t node);

/* An operand: what has operands of its own in parentheses. */
static void print_operand(const struct program *p, uint32_t node, struct buf *out)
{
    bool loose = binary_sign((enum program_op)p->nodes[node].op) != NULL && node_name(p, node) == NULL;
    buf_add_text(out, loose ? "(" : "");
    program_print_node(p, node, out);
    buf_add_text(out, loose ? ")" : "");
}

static void print_binary(const struct program *p, const struct program_node *n, const char *op,
                         struct buf *out)
{
    print_operand(p, n->a, out);
    buf_addf(out, " %s ", op);
    print_operand(p, n->b, out);
}

static void print_listed(const struct program *p, const struct program_node *n, const char *op,
                         struct buf *out)
{
    program_print_node(p, n->a, out);
    buf_addf(out, " %s ", op);
    print_list(p, n->b, out);
}

/* The operators that are written between two operands, else NULL. */
static const char *binary_sign(enum program_op op)
{
    switch (op) {
    case OP_EQ: return "==";
    case OP_LT: return "<";
    case OP_LE: return "<=";
    case OP_GT: return ">";
    case OP_GE: return ">=";
    case OP_IN_VALUE: return "in";
    case OP_CONTAINS: return "contains";
    case OP_ADD: return "+";
    case OP_SUB: return "-";
    case OP_MUL: return "*";
    case OP_DIV: return "/";
    default: return NULL;
    }
}

static const char *list_sign(enum program_op op)
{
    switch (op) {
    case OP_IN:
    case OP_IN_NET: return "in";
    case OP_LIKE: return "like";
    case OP_ILIKE: return "ilike";
    case OP_MATCHES: return "matches";
    default: return NULL;
    }
}

/* lookup(list, x), length(list) */
static void print_of_list(const struct program *p, const struct program_node *n, struct buf *out)
{
    buf_add_text(out, n->op == OP_LIST_LENGTH ? "length(" : "lookup(");
    print_list(p, n->b, out);
    if (n->op != OP_LIST_LENGTH) {
        buf_add_text(out, ", ");
        program_print_node(p, n->a, out);
    }
    buf_add_char(out, ')');
}

static void print_form(const struct program *p, const struct program_node *n, struct buf *out)
{
    switch ((enum program_op)n->op) {
    case OP_IF:
        buf_add_text(out, "if(");
        program_print_predicate(p, n->a, out);
        buf_add_text(out, ", ");
        program_print_node(p, n->b, out);
        buf_add_text(out, ", ");
        program_print_node(p, n->c, out);
        buf_add_char(out, ')');
        break;
    case OP_COALESCE:
        buf_add_text(out, "coalesce");
        print_args(p, n->b, n->c, out);
        break;
    case OP_CALL:
        buf_add_text(out, function_at(n->a)->name);
        print_args(p, n->b, n->c, out);
        break;
    case OP_PRED: program_print_predicate(p, n->a, out); break;
    case OP_ANY:
    case OP_ALL:
        buf_add_text(out, n->op == OP_ANY ? "any(" : "all(");
        program_print_predicate(p, n->a, out);
        buf_add_char(out, ')');
        break;
    default: break;
    }
}

/* The event's own time or id, by its path where there is one source. */
static void print_own(const struct program *p, size_t which, struct buf *out)
{
    if (p->n_sources != 1) {
        buf_add_text(out, which == offsetof(struct program_source, time) ? "<time>" : "<id>");
        return;
    }
    struct program_run path;
    memcpy(&path, (const char *)&p->sources[0] + which, sizeof path);
    buf_add_str(out, p->segments[path.first].key);
    print_path(p, (struct program_run){path.first + 1, path.count - 1}, out);
}

static void print_leaf(const struct program *p, const struct program_node *n, struct buf *out)
{
    switch ((enum program_op)n->op) {
    case OP_CONST: program_print_constant(&p->constants[n->a], out); break;
    case OP_FIELD: buf_add_str(out, p->fields[n->a].path); break;
    case OP_EVENT_TIME: print_own(p, offsetof(struct program_source, time), out); break;
    case OP_EVENT_ID: print_own(p, offsetof(struct program_source, id), out); break;
    case OP_PRIM: buf_add_str(out, p->prims[n->a].text); break;
    default: print_form(p, n, out); break;
    }
}

static void print_around(const struct program *p, const struct program_node *n, struct buf *out)
{
    if (n->op == OP_NEG) {
        buf_add_char(out, '-');
    } else if (n->op == OP_GEO) {
        buf_add_text(out, "geo(");
    }
    program_print_node(p, n->a, out);
    if (n->op == OP_PRESENT) {
        buf_add_text(out, " != null");
    } else if (n->op == OP_GEO) {
        buf_addf(out, ").%s", program_geo_name((enum program_geo)n->b));
    } else if (n->op == OP_ITEM) {
        buf_addf(out, "[%" PRIu32 "]", n->b);
    } else if (n->op == OP_GET) {
        print_path(p, (struct program_run){n->b, n->c}, out);
    }
}

/* The let's name for a node, or NULL. */
static const struct str *node_name(const struct program *p, uint32_t node)
{
    for (uint32_t i = 0; i < p->n_names; i++) {
        if (p->names[i].node == node) {
            return &p->names[i].name;
        }
    }
    return NULL;
}

void program_print_node(const struct program *p, uint32_t node, struct buf *out)
{
    const struct program_node *n = &p->nodes[node];
    const struct str *name = node_name(p, node);
    if (name != NULL) {
        buf_add_str(out, *name);
        return;
    }
    const char *between = binary_sign((enum program_op)n->op);
    const char *listed = list_sign((enum program_op)n->op);
    if (between != NULL) {
        print_binary(p, n, between, out);
    } else if (listed != NULL) {
        print_listed(p, n, listed, out);
    } else if (n->op == OP_LOOKUP || n->op == OP_LOOKUP_NET || n->op == OP_LIST_LENGTH) {
        print_of_list(p, n, out);
    } else if (program_op_operands((enum program_op)n->op)[0] == 'n') {
        print_around(p, n, out);
    } else {
        print_leaf(p, n, out);
    }
}

/* What a predicate says stands beside its tests. */
void program_print_predicate(const struct program *p, uint32_t predicate, struct buf *out)
{
    if (predicate == PROGRAM_TRUE || predicate == PROGRAM_FALSE) {
        buf_add_text(out, predicate == PROGRAM_TRUE ? "true" : "false");
        return;
    }
    const struct program_predicate *at = program_predicate_find(p, predicate);
    if (at != NULL) {
        buf_add_str(out, at->text);
    } else {
        buf_addf(out, "tests from %" PRIu32, predicate);
    }
}

void program_print_title(const struct program *p, struct program_run title, struct buf *out)
{
    for (uint32_t i = 0; i < title.count; i++) {
        const struct program_part *part = &p->parts[title.first + i];
        if (part->node == PROGRAM_NONE) {
            buf_add_str(out, part->text);
        } else {
            buf_add_char(out, '{');
            program_print_node(p, part->node, out);
            buf_add_char(out, '}');
        }
    }
}
