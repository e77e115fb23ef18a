/* fields_fixture: a program with nothing but a source and fields, without the
 * compiler: for tests of what lies before the rules. */
#ifndef LURCHER_TESTS_UNIT_FIELDS_FIXTURE_H
#define LURCHER_TESTS_UNIT_FIELDS_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "lang/program.h"

struct fields_fixture {
    struct program program;
    struct program_source source;
    struct arena arena;
    VEC(struct program_segment) segments;
    VEC(struct program_run) runs;
    VEC(struct program_field) fields;
    VEC(struct program_group) groups;
};

/* "a.b[*].c[0]" as segments. */
static inline struct program_run fixture_path(struct fields_fixture *f, const char *text)
{
    struct program_run run = {(uint32_t)f->segments.len, 0};
    const char *p = arena_text(&f->arena, text);
    while (*p != '\0') {
        struct program_segment s = {SEGMENT_KEY, {NULL, 0}, 0};
        if (*p == '[') {
            s.kind = p[1] == '*' ? SEGMENT_EACH : SEGMENT_INDEX;
            s.index = p[1] == '*' ? 0 : (uint32_t)strtoul(p + 1, NULL, 10);
            p = strchr(p, ']') + 1;
        } else {
            s.key = str_slice(p, strcspn(p, ".["));
            p += s.key.len;
        }
        p += *p == '.';
        vec_push(&f->segments, s);
        run.count++;
    }
    return run;
}

static inline uint32_t fixture_group(struct fields_fixture *f, const char *path)
{
    const char *star = NULL;
    for (const char *p = path; (p = strstr(p, "[*]")) != NULL; p += 3)
        star = p + 3;
    if (star == NULL)
        return PROGRAM_NONE;
    struct str name = str_slice(path, (size_t)(star - path));
    for (uint32_t i = 0; i < f->groups.len; i++)
        if (str_equal(f->groups.items[i].path, name))
            return i;
    vec_push(&f->groups, ((struct program_group){arena_str(&f->arena, name), 0}));
    return (uint32_t)f->groups.len - 1;
}

/* Add a field: its path, its type ("string", "list of int", …), with a `!` before
 * it when it is keyed. False for an unknown type. */
static inline bool fixture_field(struct fields_fixture *f, const char *path, const char *type)
{
    struct program_field field = {.keyed = *type == '!', .group = fixture_group(f, path)};
    static const char *const names[] = {[TYPE_BOOL] = "bool",       [TYPE_INT] = "int",         [TYPE_FLOAT] = "float",
                                        [TYPE_STRING] = "string",   [TYPE_TIME] = "time",       [TYPE_IP] = "ip",
                                        [TYPE_ADDRESS] = "address", [TYPE_JSON] = "json",
                                        [TYPE_RECORD] = "record"};
    type += field.keyed;
    if (strncmp(type, "list of ", 8) == 0) {
        field.type.list = true;
        type += 8;
    }
    size_t kind = 0;
    while (kind < sizeof names / sizeof *names && (names[kind] == NULL || strcmp(names[kind], type) != 0))
        kind++;
    if (kind == sizeof names / sizeof *names)
        return false;
    field.type.kind = (enum type_kind)kind;
    field.path = str_from(arena_text(&f->arena, path));
    field.path_run = fixture_path(f, path);
    vec_push(&f->fields, field);
    return true;
}

/* Begin with the source that stdlib/cloudtrail.lur declares. */
static inline void fixture_start(struct fields_fixture *f)
{
    static const char *const envelopes[] = {"Records[*]", "detail", "Events[*].CloudTrailEvent", "CloudTrailEvent"};
    *f = (struct fields_fixture){.source = {.name = {"cloudtrail", 10}}};
    f->source.time = fixture_path(f, "eventTime");
    f->source.id = fixture_path(f, "eventID");
    for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++)
        vec_push(&f->runs, fixture_path(f, envelopes[i]));
    f->source.envelopes = (struct program_run){0, (uint32_t)f->runs.len};
}

static inline struct program_run fixture_paths(struct fields_fixture *f, const char *const *paths, uint32_t n)
{
    struct program_run runs = {(uint32_t)f->runs.len, n};
    for (uint32_t i = 0; i < n; i++)
        vec_push(&f->runs, fixture_path(f, paths[i]));
    return runs;
}

/* Begin with the source that stdlib/vpc_flow.lur declares: records that may be lines. */
static inline void fixture_start_flows(struct fields_fixture *f)
{
    static const char *const envelopes[] = {"logEvents[*].message"}, *const has[] = {"srcaddr", "dstaddr"};
    static const char *const columns[] = {"version", "account_id", "interface_id", "srcaddr", "dstaddr",
                                          "srcport", "dstport",    "protocol",     "packets", "bytes",
                                          "start",   "end",        "action",       "log_status"};
    *f = (struct fields_fixture){.source = {.name = {"vpc_flow", 8}}};
    f->source.time = fixture_path(f, "start");
    f->source.envelopes = fixture_paths(f, envelopes, 1);
    f->source.has = fixture_paths(f, has, 2);
    f->source.columns = fixture_paths(f, columns, 14);
}

/* The program; it holds until the next call on the fixture. */
static inline const struct program *fixture_finish(struct fields_fixture *f)
{
    f->program = (struct program){.sources = &f->source,         .n_sources = 1,
                                  .segments = f->segments.items, .n_segments = (uint32_t)f->segments.len,
                                  .runs = f->runs.items,         .n_runs = (uint32_t)f->runs.len,
                                  .fields = f->fields.items,     .n_fields = (uint32_t)f->fields.len,
                                  .groups = f->groups.items,     .n_groups = (uint32_t)f->groups.len};
    return &f->program;
}

static inline void fixture_release(struct fields_fixture *f)
{
    vec_release(&f->segments);
    vec_release(&f->runs);
    vec_release(&f->fields);
    vec_release(&f->groups);
    arena_release(&f->arena);
}

#endif
