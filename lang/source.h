/* source: the texts that a compilation read, kept until its end, so that every
 * message can show the line that it is about. (A *source block* of the language,
 * which declares a kind of event, is in schema.h.) */
#ifndef LURCHER_LANG_SOURCE_H
#define LURCHER_LANG_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define SOURCE_SIZE_MAX (1u << 20) /* a rule file may have 1 MiB */

/* A run of bytes of one file. Everything in the AST carries one. */
struct span {
    uint32_t file; /* index into the set */
    uint32_t start, end;
};

struct source_file {
    struct str name; /* as the user would write it; "<stdlib>/cloudtrail.lur" for built-in ones */
    struct str text;
    uint32_t *lines; /* offset of each line's start */
    uint32_t n_lines;
};

struct source_set;

struct source_set *source_set_new(void);
void source_set_free(struct source_set *set);

/* Read a file (`name` "-" is stdin) or take a text that is already in memory
 * (copied). Returns the file's index, or UINT32_MAX with *err: not readable, too
 * large, a NUL byte, not UTF-8. The same name is read once. */
uint32_t source_read(struct source_set *set, const char *name, struct err *err);
uint32_t source_add(struct source_set *set, const char *name, struct str text, struct err *err);

/* A file of the set, or NULL; and the bytes of a span, empty when it is none of the set. */
const struct source_file *source_file(const struct source_set *set, uint32_t index);
struct str source_text(const struct source_set *set, struct span span);

struct source_place {
    uint32_t line, column; /* from 1; the column counts code points */
};

/* The place of a byte; what is behind the end of the file is at its end. */
struct source_place source_place(const struct source_set *set, uint32_t file, uint32_t offset);

/* The text of a line without its end. */
struct str source_line(const struct source_set *set, uint32_t file, uint32_t line);

#endif
