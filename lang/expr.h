/* expr: expressions with names put in, types known and constants computed: what
 * check makes of the AST and lower makes a program of.
 *
 * Equal expressions are one object, wherever they were written: they are
 * compared by address. Places in the text are the checker's, not theirs. */
#ifndef LURCHER_LANG_EXPR_H
#define LURCHER_LANG_EXPR_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"
#include "lang/listfile.h"
#include "lang/program.h"
#include "lang/schema.h"

/* How large an expression may grow when all lets are put in, and how deep. The
 * passes behind the checker recurse over expressions, so the depth is theirs too. */
#define EXPR_SIZE_MAX 50000u
#define EXPR_DEPTH_MAX 400u

enum expr_kind {
    EXPR_BROKEN,   /* something wrong was reported about it already */
    EXPR_NODE,     /* op of args, with what the op needs beside them */
    EXPR_AND,      /* args: two or more conditions, none an EXPR_AND */
    EXPR_OR,
    EXPR_NOT,      /* arg: a condition, not an EXPR_NOT */
    EXPR_LOCATION, /* geo(arg), before a part is taken */
    EXPR_LIST,     /* list: no value, right of an operator only */
};

/* The paths up to their last [*] that are equal: their elements run in step. */
struct expr_group {
    struct str path;
};

struct expr_field {
    struct str path;
    struct program_segment *segments;
    uint32_t n_segments;
    uint32_t source;                 /* in the schema */
    const struct schema_field *decl; /* NULL below a json field */
    struct type type;                /* of one element when there is a group */
    const struct expr_group *group;  /* NULL: no [*] in the path */
};

/* Where items of a list came from: written constants, or a file. */
struct expr_list_part {
    bool of_file;
    const struct value *items; /* as written */
    uint32_t len;
    struct listfile_ask file;
    struct file_stamp stamp;   /* of the file when it was read */
};

/* All parts of a named list with a file among them, for those who read it again. */
struct expr_origin {
    struct expr_list_part *parts;
    uint32_t n;
    bool regex; /* what is written are regular expressions, which are not among the parts */
};

struct expr_list {
    struct str name;               /* the author's, or empty */
    struct value *items;           /* sorted, each once; NULL for regular expressions */
    struct value *beside;          /* a value for each item, null where there is none; NULL: for none */
    struct program_regex *regexes;
    uint32_t len;
    bool from_file;                /* some items are texts of a file, taken for what they are compared with */
    bool valued;                   /* its declaration says `value`, or it is declared empty */
    uint8_t use;                   /* enum list_use: in which form the items are */
    const struct scope_tune *tunes;   /* what added to it: NULL when nothing */
    const struct expr_origin *origin; /* NULL: no file is among its parts */
    struct str text;               /* normalised */
};

struct expr_prim {
    enum primitive_kind kind;
    enum primitive_measure measure;
    const struct expr **v, **k;
    uint32_t n_v, n_k;
    uint32_t n_more;          /* behind the n_v as written: what travel reads of a place */
    const struct expr *where; /* NULL: none */
    /* Of seen: v is the key of the event that was seen, k that of the event that asks. What was seen
     * fits `match`, which looks at one event, and `where` (NULL: true), which holds the seen in it. */
    const struct expr *match; /* NULL: of any other kind */
    uint32_t watched;         /* the source of what was seen, in the schema … */
    struct str watched_name;  /* … and its name */
    struct primitive_options options;
    struct str text;          /* as written, on one line */
    struct str head;          /* of the text, what stands before the options */
};

#define EXPR_NO_SOURCE UINT32_MAX

struct expr {
    uint8_t kind;
    uint8_t op;               /* NODE */
    bool stateful;            /* a primitive is in it */
    bool chained;             /* a chain is in it */
    bool each;                /* FIELD of a group: one element (any/all binds it), else the whole list */
    struct type type;
    uint32_t source;          /* whose fields it reads, or EXPR_NO_SOURCE */
    uint32_t size, depth;     /* as a tree */
    uint32_t id;              /* equal ids, equal expressions */
    uint32_t number;          /* CALL: function; GEO: part; ITEM: index; GET: how many segments */
    uint32_t n_args;
    const struct expr **args; /* IF: condition, then, else. CHAIN: value, key, issued, until (or null), match */
    struct value value;       /* CONST */
    const struct expr_field *field;
    const struct expr_list *list;
    const struct expr_group *group;       /* whose element it needs: not under any/all yet; NULL: none */
    const struct expr_group *binds;       /* ANY, ALL */
    const struct program_segment *below;  /* GET */
    const struct expr_prim *prim;
    struct str name;          /* of the first let that is this expression; or empty */
    struct str text, brief;   /* kept by expr_text and expr_brief */
};

struct expr_set {
    struct arena *arena;
    struct strmap index, fields, groups, lists, files, prims;
    VEC(struct expr *) items;
    VEC(struct expr_field *) all_fields;
    VEC(struct expr_group *) all_groups;
    VEC(struct expr_list *) all_lists;
    VEC(struct expr_prim *) all_prims;
    struct expr broken;
    struct buf key; /* scratch */
};

void expr_set_init(struct expr_set *set, struct arena *arena);
void expr_set_release(struct expr_set *set);

/* The one expression that equals `draft`, whose args are of this set. What
 * follows from the args (size, depth, group, source, stateful) is filled in. */
const struct expr *expr_of(struct expr_set *set, const struct expr *draft);

const struct expr *expr_const(struct expr_set *set, struct value v, struct type type);
const struct expr *expr_bool(struct expr_set *set, bool b);
const struct expr *expr_null(struct expr_set *set);
const struct expr *expr_node(struct expr_set *set, enum program_op op, struct type type,
                             const struct expr **args, uint32_t n);
const struct expr *expr_field(struct expr_set *set, const struct expr_field *field, bool each);

/* The answer of a primitive; equal ones, also by their text, are one. Taken over. */
const struct expr *expr_prim(struct expr_set *set, const struct expr_prim *prim, struct type type);

/* The path one step further: interned. `decl` is the field that is declared there. */
const struct expr_field *expr_field_step(struct expr_set *set, uint32_t source, const struct expr_field *from,
                                         struct program_segment step, const struct schema_field *decl,
                                         struct type type);

/* Intern a list like the draft: items are sorted, and of equal ones the last that has a value
 * beside it is kept, or the last. Its items, what is beside them and its regular expressions are taken over. */
const struct expr_list *expr_list_of(struct expr_set *set, const struct expr_list *draft);

static inline bool expr_is(const struct expr *e, enum program_op op) { return e->kind == EXPR_NODE && e->op == op; }
static inline bool expr_is_const(const struct expr *e) { return expr_is(e, OP_CONST); }
static inline bool expr_is_null(const struct expr *e) { return expr_is_const(e) && e->value.kind == VALUE_NULL; }

/* The whole list in the place of an element, for a bare [*] path; else `e` itself. */
const struct expr *expr_whole(struct expr_set *set, const struct expr *e);

/* Is it true or false, never null, and a test by itself? */
bool expr_is_test(const struct expr *e);

/* One text for all spellings of the same: for signatures and for people. Kept. */
struct str expr_text(struct expr_set *set, const struct expr *e);

/* The same for people: inside it, the names of lets stand for what they are. */
struct str expr_brief(struct expr_set *set, const struct expr *e);

/* Give an expression the name of the let that it is the body of, unless it has one or is too
 * plain for a name: a constant, a field, a primitive. */
void expr_set_name(const struct expr *e, struct str name);

/* Add a step of a path as it is written: .name, ["odd name"], [2], [*]. */
void expr_path_step(struct buf *out, const struct program_segment *step);

#endif
