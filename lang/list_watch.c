#include "lang/list_watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "lang/list_items.h"
#include "lang/list_use.h"
#include "lang/listfile.h"
#include "lang/pattern.h"

struct list_watch {
    const struct program *program;
    list_watch_told told;
    void *context;
    struct file_stamp *seen; /* by list file: what was looked at last, taken or not */
    uint32_t *lengths;       /* by origin: how many items its first list has */
    struct arena arena;      /* of the last look */
    VEC(struct program_list_items) news;
};

/* Where items came from. */
struct place {
    const struct listfile_ask *ask; /* NULL: written */
    uint32_t line;
};

/* A declared list while it is read. */
struct reading {
    struct list_watch *w;
    VEC(struct value) items;
    VEC(struct value) beside; /* as many */
    VEC(struct place) places; /* as many */
    struct buf why;           /* it cannot be taken */
};

/* ---- making ---- */

static struct str *texts_of(const struct program *p, struct program_run run, struct arena *arena)
{
    struct str *texts = arena_array(arena, (size_t)run.count + 1, sizeof *texts);
    for (uint32_t i = 0; i < run.count; i++) {
        texts[i] = p->texts[run.first + i];
    }
    return texts;
}

static struct listfile_ask *ask_of(const struct program *p, uint32_t file, struct arena *arena)
{
    const struct program_list_file *f = &p->list_files[file];
    struct listfile_ask *ask = arena_new(arena, struct listfile_ask);
    *ask = (struct listfile_ask){
        .folder = f->folder, .file = f->file,
        .columns = texts_of(p, f->columns, arena), .n_columns = f->columns.count,
        .values = texts_of(p, f->values, arena), .n_values = f->values.count,
    };
    return ask;
}

struct list_watch *list_watch_new(const struct program *program, list_watch_told told, void *context)
{
    struct list_watch *w = mem_zalloc(sizeof *w);
    w->program = program;
    w->told = told;
    w->context = context;
    w->seen = mem_zalloc((program->n_list_files + 1) * sizeof *w->seen);
    w->lengths = mem_zalloc((program->n_list_origins + 1) * sizeof *w->lengths);
    for (uint32_t i = 0; i < program->n_list_files; i++) {
        w->seen[i] = program->list_files[i].stamp;
    }
    for (uint32_t i = program->n_lists; i-- > 0;) {
        const struct program_list *list = &program->lists[i];
        if (list->origin != PROGRAM_NONE) {
            w->lengths[list->origin] = list->items.count;
        }
    }
    return w;
}

void list_watch_free(struct list_watch *w)
{
    if (w == NULL) {
        return;
    }
    free(w->seen);
    free(w->lengths);
    arena_release(&w->arena);
    vec_release(&w->news);
    free(w);
}

/* ---- reading ---- */

static void item_add(struct reading *r, struct value item, struct value beside, struct place place)
{
    vec_push(&r->items, item);
    vec_push(&r->beside, beside);
    vec_push(&r->places, place);
}

static bool file_add(struct reading *r, uint32_t file)
{
    struct err err = {""};
    struct listfile read;
    const struct listfile_ask *ask = ask_of(r->w->program, file, &r->w->arena);
    bool good = listfile_read(ask, &r->w->arena, &read, &err);
    r->w->seen[file] = read.stamp;
    if (!good) {
        buf_add_safe(&r->why, str_from(err.text));
        return false;
    }
    for (uint32_t i = 0; i < read.len; i++) {
        bool there = read.values != NULL && read.values[i].ptr != NULL;
        item_add(r, value_str(read.items[i]), there ? value_str(read.values[i]) : value_null(),
                 (struct place){ask, read.lines[i]});
    }
    return true;
}

static bool parts_add(struct reading *r, const struct program_list_origin *origin)
{
    const struct program *p = r->w->program;
    for (uint32_t i = 0; i < origin->parts.count; i++) {
        const struct program_list_part *part = &p->list_parts[origin->parts.first + i];
        if (part->file != PROGRAM_NONE && !file_add(r, part->file)) {
            return false;
        }
        for (uint32_t k = 0; part->file == PROGRAM_NONE && k < part->items.count; k++) {
            item_add(r, p->constants[part->items.first + k], value_null(), (struct place){NULL, 0});
        }
        if (r->items.len > LISTFILE_ITEMS_MAX) {
            buf_addf(&r->why, "it has more than %u items", LISTFILE_ITEMS_MAX);
            return false;
        }
    }
    if (origin->regex && r->items.len > 0) {
        buf_add_text(&r->why, "a list holds either regular expressions or other constants");
        return false;
    }
    return true;
}

/* ---- forms ---- */

/* Where the item stands, and the item. */
static void place_tell(struct reading *r, uint32_t item)
{
    struct place place = r->places.items[item];
    if (place.ask != NULL) {
        buf_add_safe(&r->why, str_from(listfile_name(place.ask, &r->w->arena)));
        if (place.line > 0) {
            buf_addf(&r->why, ":%u", place.line);
        }
        buf_add_text(&r->why, ": ");
    }
    struct buf text = BUF_INIT;
    value_json(&r->items.items[item], &text);
    buf_add_safe(&r->why, buf_str(&text));
    buf_release(&text);
}

static bool item_refuse(struct reading *r, uint32_t item, enum list_use use, enum list_fit fit)
{
    static const char *const wants[N_LIST_USES] = {
        [LIST_USE_TEXT] = "a text",  [LIST_USE_IP] = "an address or block", [LIST_USE_ADDRESS] = "an address or text",
        [LIST_USE_NUMBER] = "a number", [LIST_USE_BOOL] = "true or false",  [LIST_USE_TIME] = "a time",
        [LIST_USE_DURATION] = "a duration", [LIST_USE_PATTERN] = "a pattern",
    };
    place_tell(r, item);
    if (fit == LIST_BAD_BLOCK) {
        buf_add_text(&r->why, " is no address block");
    } else {
        buf_addf(&r->why, " is not %s, as a rule asks of it", wants[use]);
    }
    return false;
}

static bool values_make(struct reading *r, const struct program_list *list, struct program_list_items *out)
{
    uint32_t n = (uint32_t)r->items.len;
    struct value *items = arena_array(&r->w->arena, (size_t)n + 1, sizeof *items), *beside = NULL;
    enum list_use use = (enum list_use)list->use;
    for (uint32_t i = 0; i < n; i++) {
        items[i] = r->items.items[i];
        enum list_fit fit = list_use_take(use, true, &items[i]);
        if (fit != LIST_FITS) {
            return item_refuse(r, i, use, fit);
        }
    }
    if (list->looked_up) {
        beside = arena_array(&r->w->arena, (size_t)n + 1, sizeof *beside);
        for (uint32_t i = 0; i < n; i++) {
            beside[i] = r->beside.items[i];
        }
    }
    out->n = list_items_sort(items, beside, n);
    out->items = items;
    out->beside = beside;
    return true;
}

static bool regexes_make(struct reading *r, struct program_list_items *out)
{
    uint32_t n = (uint32_t)r->items.len;
    struct program_regex *regexes = arena_array(&r->w->arena, (size_t)n + 1, sizeof *regexes);
    for (uint32_t i = 0; i < n; i++) {
        size_t offset;
        struct buf why = BUF_INIT;
        if (r->items.items[i].kind != VALUE_STRING) {
            return item_refuse(r, i, LIST_USE_PATTERN, LIST_BAD_ITEM);
        }
        regexes[i] = (struct program_regex){value_text(&r->items.items[i]), false};
        bool good = pattern_regex_check(&regexes[i], &offset, &why);
        if (!good) {
            place_tell(r, i);
            buf_add_text(&r->why, ": bad regular expression: ");
            buf_add_safe(&r->why, buf_str(&why));
        }
        buf_release(&why);
        if (!good) {
            return false;
        }
    }
    out->n = list_regexes_sort(regexes, n);
    out->regexes = regexes;
    return true;
}

/* All uses of the origin, behind the news of others. */
static bool uses_make(struct reading *r, uint32_t origin)
{
    for (uint32_t i = 0; i < r->w->program->n_lists; i++) {
        const struct program_list *list = &r->w->program->lists[i];
        struct program_list_items out = {.list = i};
        if (list->origin != origin) {
            continue;
        }
        if (!(list->regex ? regexes_make(r, &out) : values_make(r, list, &out))) {
            return false;
        }
        vec_push(&r->w->news, out);
    }
    return true;
}

/* ---- looking ---- */

static bool origin_changed(struct list_watch *w, const struct program_list_origin *origin)
{
    bool changed = false;
    for (uint32_t i = 0; i < origin->parts.count; i++) {
        uint32_t file = w->program->list_parts[origin->parts.first + i].file;
        if (file != PROGRAM_NONE) {
            struct file_stamp now = listfile_stamp(ask_of(w->program, file, &w->arena));
            changed = changed || !file_stamp_equal(&now, &w->seen[file]);
            w->seen[file] = now; /* what is wrong with it is told once */
        }
    }
    return changed;
}

static void origin_tell(struct reading *r, const struct program_list_origin *origin, uint32_t before, uint32_t now)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "list %.*s ", STR_ARG(origin->name));
    if (r->why.len > 0) {
        buf_addf(&text, "stays as it was, %u item%s: ", before, before == 1 ? "" : "s");
        buf_add_str(&text, buf_str(&r->why));
    } else {
        buf_addf(&text, "was read again: %u item%s, %u before", now, now == 1 ? "" : "s", before);
    }
    r->w->told(r->w->context, r->why.len > 0, text.ptr);
    buf_release(&text);
}

static void origin_read(struct list_watch *w, uint32_t number)
{
    const struct program_list_origin *origin = &w->program->list_origins[number];
    struct reading r = {.w = w};
    size_t first = w->news.len;
    uint32_t before = w->lengths[number];
    if (!parts_add(&r, origin)) {
        origin_tell(&r, origin, before, before);
    } else if (!origin->regex) { /* else nothing came from a file, as before */
        if (uses_make(&r, number)) {
            w->lengths[number] = w->news.items[first].n;
        } else {
            w->news.len = first;
        }
        origin_tell(&r, origin, before, w->lengths[number]);
    }
    vec_release(&r.items);
    vec_release(&r.beside);
    vec_release(&r.places);
    buf_release(&r.why);
}

const struct program_list_items *list_watch_look(struct list_watch *w, uint32_t *n)
{
    arena_reset(&w->arena);
    vec_reset(&w->news);
    for (uint32_t i = 0; i < w->program->n_list_origins; i++) {
        if (origin_changed(w, &w->program->list_origins[i])) {
            origin_read(w, i);
        }
    }
    *n = (uint32_t)w->news.len;
    return w->news.items;
}
