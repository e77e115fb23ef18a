#include "engine/record.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/line.h"
#include "engine/scan.h"

#define LEVELS_MAX 8u
#define LOOK_BACK 256u /* bytes that a scan may want to see again */
#define WINDOW_KEEP (UINT32_C(64) << 20) /* a larger window is given back after the file */

/* Where the cutter stands: in an array of records, or in the rest of an object
 * behind such an array. At the top there is no level. */
struct record_level {
    enum { LEVEL_ARRAY, LEVEL_ENVELOPE, LEVEL_TAIL } kind;
    struct program_run rest; /* of the envelope's path behind its [*] */
    bool unread;             /* which is one of program->unread */
};

enum record_mode {
    MODE_VALUE,   /* a record may begin */
    MODE_OBJECT,  /* inside one */
    MODE_TOO_BIG, /* inside one of which nothing is kept any more */
    MODE_TAIL,    /* inside what follows an envelope's array */
    MODE_LINE,    /* lines, each a record */
    MODE_LONG,    /* in a line of which nothing is kept any more */
    MODE_LOST,    /* looking for the next record after damage */
};

struct record_cutter {
    const struct program *program;
    VEC(struct str) keys;           /* of the envelope paths that begin `key[*]` */
    VEC(struct program_run) rests;  /* how each of them goes on */
    uint32_t n_read;                /* how many of the keys are of sources that are read; the others come behind */
    record_lost lost;
    void *context;

    /* of the current file */
    struct buf window;
    uint64_t base; /* offset of the window's first byte in the file */
    size_t at;     /* what is before is done with */
    enum record_mode mode;
    struct scan scan;
    struct record_level levels[LEVELS_MAX];
    unsigned n_levels;
    char before;      /* the last byte before `at` that is no blank */
    bool line_start;  /* the byte right before `at` ends a line */
    bool doubtful;
    bool told;        /* the damage that the cutter stands in was reported */
    bool wide;        /* the object is too large for a record: all keys count */
    uint64_t rescanned, budget; /* bytes looked at again after damage, and how many may be */
};

static void keys_add(struct record_cutter *c, const struct program *program)
{
    for (uint32_t i = 0; i < program->n_sources; i++) {
        struct program_run paths = program->sources[i].envelopes;
        for (uint32_t p = paths.first; p < paths.first + paths.count; p++) {
            struct program_run path = program->runs[p];
            const struct program_segment *s = &program->segments[path.first];
            if (path.count < 2 || s[0].kind != SEGMENT_KEY || s[1].kind != SEGMENT_EACH) {
                continue;
            }
            vec_push(&c->keys, s[0].key);
            vec_push(&c->rests, ((struct program_run){path.first + 2, path.count - 2}));
        }
    }
}

struct record_cutter *record_cutter_new(const struct program *program, record_lost lost, void *context)
{
    struct record_cutter *c = mem_zalloc(sizeof *c);
    c->program = program;
    c->lost = lost;
    c->context = context;
    keys_add(c, program);
    c->n_read = (uint32_t)c->keys.len;
    if (program->unread != NULL) {
        keys_add(c, program->unread);
    }
    return c;
}

void record_cutter_free(struct record_cutter *c)
{
    if (c == NULL) {
        return;
    }
    vec_release(&c->keys);
    vec_release(&c->rests);
    buf_release(&c->window);
    free(c);
}

void record_start(struct record_cutter *c)
{
    if (c->window.cap > WINDOW_KEEP) {
        buf_release(&c->window);
    }
    buf_reset(&c->window);
    c->base = 0;
    c->at = 0;
    c->mode = MODE_VALUE;
    c->n_levels = 0;
    c->before = '\0';
    c->line_start = true;
    c->doubtful = c->told = false;
    c->rescanned = 0;
    c->budget = UINT64_C(256) << 20;
}

void record_lines(struct record_cutter *c)
{
    c->mode = MODE_LINE;
    c->scan.at = c->at;
}

/* ---- the window ---- */

/* How much of the window is needed no more. A record is kept from its start, since
 * it is looked through again when it turns out to be damaged. */
static size_t window_done(const struct record_cutter *c)
{
    if (c->mode != MODE_TOO_BIG && c->mode != MODE_TAIL) {
        return c->at;
    }
    return c->scan.at > LOOK_BACK ? c->scan.at - LOOK_BACK : 0;
}

struct buf *record_window(struct record_cutter *c)
{
    size_t done = window_done(c);
    if (done > 0) {
        memmove(c->window.ptr, c->window.ptr + done, c->window.len - done);
        c->window.len -= done;
        c->base += done;
        c->budget += done * 4;
        c->scan.at -= done <= c->scan.at ? done : c->scan.at;
        c->scan.floor -= done <= c->scan.floor ? done : c->scan.floor;
        c->at -= done <= c->at ? done : c->at;
    }
    buf_reserve(&c->window, RECORD_PADDING);
    return &c->window;
}

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* Step over bytes, remembering what stood before. */
static void advance(struct record_cutter *c, size_t to)
{
    for (size_t i = to; i > c->at; i--) {
        if (!is_blank(c->window.ptr[i - 1])) {
            c->before = c->window.ptr[i - 1];
            break;
        }
    }
    if (to > c->at) {
        c->line_start = c->window.ptr[to - 1] == '\n';
    }
    c->at = to;
}

/* ---- losses ---- */

static void lose(struct record_cutter *c, enum report_kind kind, size_t at, const char *why)
{
    if (!c->told) {
        c->lost(c->context, kind, c->base + at, why);
    }
    c->told = true;
    c->doubtful = true;
    c->mode = MODE_LOST;
}

/* The object from c->at on broke at `broken`. Records may stand in between, when
 * what broke is a record that was cut off; but looking again and again must not
 * cost the square of the input. */
static void lose_object(struct record_cutter *c, size_t broken, const char *why)
{
    lose(c, REPORT_REJECTED, c->at, why);
    c->rescanned += broken - c->at;
    advance(c, c->rescanned <= c->budget || broken == c->at ? c->at + 1 : broken);
}

/* ---- levels ---- */

static void level_push(struct record_cutter *c, struct record_level level)
{
    if (c->n_levels == LEVELS_MAX) { /* only damaged input comes here: the outermost is forgotten */
        memmove(c->levels, c->levels + 1, (LEVELS_MAX - 1) * sizeof *c->levels);
        c->n_levels--;
    }
    c->levels[c->n_levels++] = level;
}

/* The ] of an array of records. False when none is open. */
static bool level_close(struct record_cutter *c)
{
    if (c->n_levels == 0) {
        return false;
    }
    struct record_level *level = &c->levels[c->n_levels - 1];
    if (level->kind == LEVEL_ARRAY) {
        c->n_levels--;
    } else {
        level->kind = LEVEL_TAIL;
        c->mode = MODE_TAIL;
        scan_start_inside(&c->scan, c->at + 1);
    }
    advance(c, c->at + 1);
    return true;
}

static void object_start(struct record_cutter *c)
{
    c->mode = MODE_OBJECT;
    c->wide = false;
    scan_start(&c->scan, c->at);
}

static struct scan_stop stop_of(const struct record_cutter *c, bool wide)
{
    return (struct scan_stop){c->keys.items, wide ? (uint32_t)c->keys.len : c->n_read};
}

/* Behind "Records":[ one knows again where one is. */
static void envelope_enter(struct record_cutter *c)
{
    level_push(c, (struct record_level){LEVEL_ENVELOPE, c->rests.items[c->scan.key], c->scan.key >= c->n_read});
    advance(c, c->scan.at);
    c->mode = MODE_VALUE;
    c->doubtful = c->told = false;
}

/* An event may have an array of such a name of its own. Where its text names a time
 * before, it is looked at as a whole. */
static bool names_time(const struct record_cutter *c)
{
    struct str text = str_slice(c->window.ptr + c->at, c->scan.at - c->at);
    for (uint32_t i = 0; i < c->program->n_sources; i++) {
        const struct program_segment *time = &c->program->segments[c->program->sources[i].time.first];
        size_t at = str_find(text, time->key);
        if (at != SIZE_MAX && at > 0 && text.ptr[at - 1] == '"' && text.ptr[at + time->key.len] == '"') {
            return true;
        }
    }
    return false;
}

/* ---- steps: each returns false when more bytes are needed ---- */

static bool is_filler(struct record_cutter *c, size_t at)
{
    char b = c->window.ptr[at];
    return is_blank(b) || b == ',' || b == '\0' || b == '\x1e';
}

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* A byte order mark at `at` (each of several files in one may have its own): its length. */
static size_t mark_at(struct record_cutter *c, size_t at)
{
    size_t left = c->window.len - at;
    return left >= 3 && memcmp(c->window.ptr + at, byte_order_mark, 3) == 0 ? 3 : 0;
}

static bool is_mark_cut(struct record_cutter *c, size_t at)
{
    size_t left = c->window.len - at;
    return left < 3 && memcmp(c->window.ptr + at, byte_order_mark, left) == 0;
}

static bool value_step(struct record_cutter *c, bool last)
{
    size_t at = c->at;
    while (at < c->window.len && (is_filler(c, at) || mark_at(c, at) > 0)) {
        at += is_filler(c, at) ? 1 : 3;
    }
    advance(c, at);
    if (at == c->window.len || (!last && is_mark_cut(c, at))) {
        return false;
    }
    char b = c->window.ptr[at];
    if (b == '{') {
        object_start(c);
    } else if (b == '[' && c->n_levels < LEVELS_MAX) {
        level_push(c, (struct record_level){.kind = LEVEL_ARRAY});
        advance(c, at + 1);
    } else if (b != ']' || !level_close(c)) {
        lose(c, REPORT_DAMAGED, at, "bytes that are no record");
    }
    return true;
}

/* Can a record begin with the { at `at`? Not when it is the value of a key, unless
 * it begins a line: a record that was cut off may end in a colon. *more: what comes
 * behind it decides, and is not here yet. */
static bool can_begin(const struct record_cutter *c, size_t at, bool *more)
{
    const char *p = c->window.ptr;
    char before = c->before;
    size_t i = at;
    while (i > c->at && is_blank(p[i - 1])) {
        i--;
    }
    if (i > c->at) {
        before = p[i - 1];
    }
    bool line_start = at > c->at ? p[at - 1] == '\n' : c->line_start;
    if (before == ':' && !line_start) {
        return false;
    }
    for (i = at + 1; i < c->window.len && i <= at + LOOK_BACK && is_blank(p[i]); i++) {
        continue;
    }
    *more = i == c->window.len;
    return *more || p[i] == '"' || p[i] == '}';
}

static bool lost_step(struct record_cutter *c, bool last)
{
    size_t from = c->at;
    bool more;
    while (from < c->window.len) {
        const char *p = memchr(c->window.ptr + from, '{', c->window.len - from);
        if (p == NULL) {
            break;
        }
        size_t at = (size_t)(p - c->window.ptr);
        if (can_begin(c, at, &more)) {
            advance(c, at);
            if (more && !last) {
                return false;
            }
            object_start(c);
            return true;
        }
        from = at + 1;
        advance(c, from);
    }
    advance(c, c->window.len);
    return false;
}

static const char too_big[] = "the record is larger than 16 MiB";

/* An envelope of records that nothing reads may still be in it: then it is looked through again. */
static void object_too_big(struct record_cutter *c)
{
    if (!c->wide && c->keys.len > c->n_read) {
        object_start(c);
        c->wide = true;
        return;
    }
    if (!c->told) {
        c->lost(c->context, REPORT_REJECTED, c->base + c->at, too_big);
    }
    advance(c, c->scan.at);
    c->mode = MODE_TOO_BIG;
}

static void object_end(struct record_cutter *c, struct record *out)
{
    *out = (struct record){
        .text = str_slice(c->window.ptr + c->at, c->scan.at - c->at),
        .offset = c->base + c->at,
        .doubtful = c->doubtful,
    };
    if (c->n_levels > 0) {
        out->rest = c->levels[c->n_levels - 1].rest;
        out->unread = c->levels[c->n_levels - 1].unread;
    }
    advance(c, c->scan.at);
    c->mode = c->doubtful ? MODE_LOST : MODE_VALUE;
}

/* An object with more bytes at hand. *found: `out` is a record. */
static bool object_step(struct record_cutter *c, bool last, struct record *out, bool *found)
{
    struct scan_stop stop = stop_of(c, c->wide);
    size_t limit = c->at + RECORD_SIZE_MAX + 1;
    size_t len = c->window.len < limit ? c->window.len : limit;
    enum scan_result result = scan_run(&c->scan, c->window.ptr, len, &stop);
    if (result == SCAN_ENVELOPE && names_time(c)) {
        scan_enter(&c->scan);
    } else if (result == SCAN_ENVELOPE) {
        envelope_enter(c);
    } else if (result == SCAN_DAMAGE) {
        lose_object(c, c->scan.at, c->scan.why);
    } else if (result == SCAN_MORE && len == limit) {
        object_too_big(c);
    } else if (result == SCAN_MORE) {
        if (last) {
            lose_object(c, c->window.len, "the record is cut off: the input ends inside it");
        }
        return last;
    } else if (c->scan.deep) {
        if (!c->told) {
            c->lost(c->context, REPORT_REJECTED, c->base + c->at, "the record is nested deeper than 128 levels");
        }
        advance(c, c->scan.at);
        c->mode = c->doubtful ? MODE_LOST : MODE_VALUE;
    } else {
        object_end(c, out);
        *found = true;
    }
    return true;
}

static bool too_big_step(struct record_cutter *c)
{
    struct scan_stop stop = stop_of(c, c->wide);
    enum scan_result result = scan_run(&c->scan, c->window.ptr, c->window.len, &stop);
    if (result == SCAN_ENVELOPE) {
        envelope_enter(c);
        return true;
    }
    advance(c, c->scan.at);
    if (result == SCAN_MORE) {
        return false;
    }
    c->mode = result == SCAN_END ? MODE_VALUE : MODE_LOST;
    c->told = c->doubtful = result != SCAN_END;
    return true;
}

static bool tail_step(struct record_cutter *c)
{
    struct scan_stop stop = stop_of(c, c->levels[c->n_levels - 1].unread);
    enum scan_result result = scan_run(&c->scan, c->window.ptr, c->window.len, &stop);
    if (result == SCAN_MORE) {
        advance(c, c->scan.at);
        return false;
    }
    c->n_levels--;
    if (result == SCAN_ENVELOPE) {
        envelope_enter(c);
        return true;
    }
    advance(c, c->scan.at);
    c->mode = MODE_VALUE;
    if (result == SCAN_DAMAGE) {
        lose(c, REPORT_DAMAGED, c->at, c->scan.why);
    }
    return true;
}

/* ---- lines ---- */

/* Blank lines, and blanks before a line. */
static void line_begin(struct record_cutter *c)
{
    size_t at = c->at;
    while (at < c->window.len && is_blank(c->window.ptr[at])) {
        at++;
    }
    c->at = c->scan.at = at;
}

/* Up to the end of the line. */
static bool line_step(struct record_cutter *c, bool last, struct record *out, bool *found)
{
    if (c->mode == MODE_LINE && c->scan.at == c->at) {
        line_begin(c);
    }
    const char *end = memchr(c->window.ptr + c->scan.at, '\n', c->window.len - c->scan.at);
    size_t to = end == NULL ? c->window.len : (size_t)(end - c->window.ptr);
    if (c->mode == MODE_LINE && to - c->at > RECORD_SIZE_MAX) {
        c->lost(c->context, REPORT_REJECTED, c->base + c->at, "the line is larger than 16 MiB");
        c->mode = MODE_LONG;
    }
    if (end == NULL && !(last && to > c->at)) {
        c->at = c->mode == MODE_LONG ? to : c->at;
        c->scan.at = to;
        return false;
    }
    struct str text = line_trim(str_slice(c->window.ptr + c->at, to - c->at));
    *found = c->mode == MODE_LINE && text.len > 0;
    *out = (struct record){.text = text, .offset = c->base + c->at};
    c->at = c->scan.at = end == NULL ? to : to + 1;
    c->mode = MODE_LINE;
    return true;
}

/* The input is over: is something open that should have been closed? */
static void tell_open(struct record_cutter *c)
{
    if (c->n_levels > 0 && !c->told) {
        c->lost(c->context, REPORT_DAMAGED, c->base + c->window.len,
                "the input is cut off: it ends inside an array of records or its envelope");
    }
    c->n_levels = 0;
}

bool record_next(struct record_cutter *c, bool last, struct record *out)
{
    bool more = true, found = false;
    while (more && !found) {
        switch (c->mode) {
        case MODE_VALUE:
            more = value_step(c, last);
            break;
        case MODE_OBJECT:
            more = object_step(c, last, out, &found);
            break;
        case MODE_TOO_BIG:
            more = too_big_step(c);
            break;
        case MODE_TAIL:
            more = tail_step(c);
            break;
        case MODE_LINE:
        case MODE_LONG:
            more = line_step(c, last, out, &found);
            break;
        case MODE_LOST:
            more = lost_step(c, last);
            break;
        }
    }
    if (!found && last) {
        tell_open(c);
    }
    return found;
}

void record_settle(struct record_cutter *c)
{
    c->doubtful = c->told = false;
    if (c->mode == MODE_LOST) {
        c->mode = MODE_VALUE;
    }
}
