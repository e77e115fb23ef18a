/* hunt: one primitive over a finite set as a whole, as an analyst's query: no
 * warm-up, a ranked table. The meanings are in docs/language.md, "Hunt". */
#ifndef LURCHER_ENGINE_HUNT_H
#define LURCHER_ENGINE_HUNT_H

#include "engine/engine.h"

struct hunt_options {
    int64_t recent; /* µs, for new */
    unsigned top;   /* rows; 0: all */
};

struct hunt_row {
    struct str *keys;       /* v…, then k… */
    unsigned n_keys;
    uint64_t count, total;  /* of the pair (spike: the bucket), of the entity */
    int64_t first_time, last_time; /* of the pair, or in the bucket; of the two events of a step */
    struct str event_id;    /* an example: the first; of a step the later one */
    double share;           /* rare */
    double z, mean, sd;     /* spike */
    double measure;         /* spike of distinct or sum: the bucket's measure; else = count */
    int64_t bucket;         /* spike: its start, µs */
    int64_t pause;          /* elapsed: µs */
    double km_h, km, hours; /* travel */
    struct str from, to;    /* travel: "IP, CITY, COUNTRY" */
};

struct hunt_table {
    enum primitive_kind kind;
    enum primitive_measure measure;
    struct str *columns;    /* names of the keys as written */
    unsigned n_columns;
    struct hunt_row *rows;
    uint32_t n_rows;
    uint64_t n_all;         /* rows before --top cut them */
};

/* `program` has one rule whose `when` is one primitive. The table is the
 * caller's: hunt_table_free. NULL with *err as engine_run. */
struct hunt_table *hunt_run(const struct program *program, const char *const *paths, unsigned n_paths,
                            const struct engine_options *engine, const struct hunt_options *options,
                            struct stats *stats, struct err *err);
void hunt_table_free(struct hunt_table *table);

#endif
