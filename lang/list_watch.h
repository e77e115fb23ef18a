/* list_watch: the list files of a program, which are read again when they have changed. */
#ifndef LURCHER_LANG_LIST_WATCH_H
#define LURCHER_LANG_LIST_WATCH_H

#include <stdbool.h>

#include "lang/program.h"

struct list_watch;

/* What became of a list whose file has changed, on one line that is safe for a terminal. `bad`: it
 * could not be taken, and the list stays as it was. */
typedef void (*list_watch_told)(void *context, bool bad, const char *text);

/* From the compilation on: what has changed since then is seen by the first look. The program must
 * outlive it. */
struct list_watch *list_watch_new(const struct program *program, list_watch_told told, void *context);
void list_watch_free(struct list_watch *w);

/* Look at each file. The lists that have other items now, *n of them; they hold until the next look.
 * All uses of a declared list change together or not at all. */
const struct program_list_items *list_watch_look(struct list_watch *w, uint32_t *n);

#endif
