#include "base/zone.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/timefmt.h"
#include "base/vec.h"

#define FOLDER "/usr/share/zoneinfo" /* where libc looks when TZDIR says nothing */
#define NAME_MAX_ZONE 63
#define DEPTH_MAX 4 /* of folders: America/Argentina/Ushuaia has two */

/* Seconds since 1970. Days of the week and leap years repeat every 400 years, so one such cycle of
 * the last rule is all of the future. */
#define FIRST INT64_C(-4102444800) /* 1840-01-01 */
#define CYCLE_FIRST INT64_C(4102444800) /* 2100-01-01 */
#define CYCLE (INT64_C(146097) * 86400)
#define STEP (INT64_C(7) * 86400) /* no zone goes forth and back in less; a rule has half a year or so */
#define STEP_OF_RULE (INT64_C(28) * 86400)

struct zone {
    struct str name;
    VEC(int64_t) at;      /* seconds since 1970: from here on … */
    VEC(int32_t) offset;  /* … this many seconds east of UTC; the first holds before it, too */
};

/* Only grows, and only while rules are compiled. */
static VEC(struct zone *) zones;

static void zone_add(struct zone *z, int64_t at, int32_t offset)
{
    vec_push(&z->at, at);
    vec_push(&z->offset, offset);
}

static struct zone *zone_new(struct str name)
{
    struct zone *z = mem_zalloc(sizeof *z);
    char *copy = mem_alloc(name.len + 1);
    memcpy(copy, name.ptr, name.len);
    copy[name.len] = '\0';
    z->name = str_slice(copy, name.len);
    vec_push(&zones, z);
    return z;
}

/* ---- offsets ---- */

static bool take_two(struct str s, size_t at, int most, int *out)
{
    char a = s.ptr[at], b = s.ptr[at + 1];
    if (a < '0' || a > '9' || b < '0' || b > '9') {
        return false;
    }
    *out = (a - '0') * 10 + (b - '0');
    return *out <= most;
}

/* "+02:00", "-05:30" */
static bool offset_parse(struct str s, int32_t *seconds)
{
    int hours, minutes;
    if (s.len != 6 || (s.ptr[0] != '+' && s.ptr[0] != '-') || s.ptr[3] != ':' || !take_two(s, 1, 23, &hours) ||
        !take_two(s, 4, 59, &minutes)) {
        return false;
    }
    *seconds = (s.ptr[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

/* ---- the data of libc ---- */

static const char *folder(void)
{
    const char *own = getenv("TZDIR");
    return own == NULL || *own == '\0' ? FOLDER : own;
}

/* posix/ and right/ hold all zones again (right/ with leap seconds); localtime and posixrules
 * mean another zone on each machine. */
static bool is_zone_name(struct str name)
{
    static const char *const others[] = {"localtime", "posixrules", "posix", "right", "Factory"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t len = strlen(others[i]);
        if (str_starts(name, str_from(others[i])) && (name.len == len || name.ptr[len] == '/')) {
            return false;
        }
    }
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (i == 0 || c == '\0' || strchr("_-+/", c) == NULL)) {
            return false;
        }
    }
    return name.len > 0 && name.len <= NAME_MAX_ZONE;
}

static bool is_zone_file(const char *path)
{
    char magic[4] = "";
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
        return false;
    }
    FILE *f = fopen(path, "rbe");
    if (f == NULL) {
        return false;
    }
    bool good = fread(magic, 1, sizeof magic, f) == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
    fclose(f);
    return good;
}

static bool data_of(struct str name)
{
    struct buf path = BUF_INIT;
    if (!is_zone_name(name)) {
        return false;
    }
    buf_addf(&path, "%s/%.*s", folder(), STR_ARG(name));
    bool there = is_zone_file(path.ptr);
    buf_release(&path);
    return there;
}

/* In the zone that TZ names now. */
static int32_t offset_at(int64_t t)
{
    time_t seconds = (time_t)t;
    struct tm local;
    return localtime_r(&seconds, &local) == NULL ? 0 : (int32_t)local.tm_gmtoff;
}

/* The first second in (low, high] with another offset than at `low`; `high` has one. */
static int64_t change_between(int64_t low, int64_t high, int32_t offset)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (offset_at(middle) == offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

/* All changes of the zone that TZ names now. */
static void zone_fill(struct zone *z)
{
    int32_t offset = offset_at(FIRST);
    zone_add(z, FIRST, offset);
    for (int64_t t = FIRST, next; t < CYCLE_FIRST + CYCLE; t = next) {
        int64_t low = t;
        next = t + (t < CYCLE_FIRST ? STEP : STEP_OF_RULE);
        while (offset_at(next) != offset) {
            low = change_between(low, next, offset);
            offset = offset_at(low);
            zone_add(z, low, offset);
        }
    }
}

static char *text_copy(const char *text)
{
    char *copy = text == NULL ? NULL : mem_alloc(strlen(text) + 1);
    return copy == NULL ? NULL : strcpy(copy, text);
}

static void zone_read(struct zone *z)
{
    char *before = text_copy(getenv("TZ"));
    setenv("TZ", z->name.ptr, 1);
    tzset();
    zone_fill(z);
    if (before == NULL) {
        unsetenv("TZ");
    } else {
        setenv("TZ", before, 1);
    }
    free(before);
    tzset();
}

/* ---- */

const struct zone *zone_find(struct str name)
{
    for (size_t i = 0; i < zones.len; i++) {
        if (str_equal(zones.items[i]->name, name)) {
            return zones.items[i];
        }
    }
    return NULL;
}

const struct zone *zone_load(struct str name)
{
    const struct zone *known = zone_find(name);
    int32_t offset;
    if (known != NULL) {
        return known;
    }
    if (offset_parse(name, &offset)) {
        struct zone *z = zone_new(name);
        zone_add(z, FIRST, offset);
        return z;
    }
    if (!data_of(name)) {
        return NULL;
    }
    struct zone *z = zone_new(name);
    zone_read(z);
    return z;
}

/* The last change that is not after `seconds`. */
static int32_t zone_offset(const struct zone *z, int64_t seconds)
{
    size_t low = 0, high = z->at.len;
    if (seconds >= CYCLE_FIRST + CYCLE) {
        seconds = CYCLE_FIRST + (seconds - CYCLE_FIRST) % CYCLE;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (z->at.items[middle] <= seconds) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return z->offset.items[low];
}

int64_t zone_local(const struct zone *z, int64_t t)
{
    int64_t local;
    bool over = __builtin_add_overflow(t, zone_offset(z, floor_div(t, TIME_SECOND)) * TIME_SECOND, &local);
    return over ? t : local;
}

/* ---- names ---- */

struct names {
    void (*call)(void *context, struct str name);
    void *context;
    struct buf path;   /* of the folder or file that is looked at */
    size_t root;       /* length of the data's folder with its slash */
};

static void names_in(struct names *n, unsigned depth);

static void names_entry(struct names *n, const char *entry, unsigned depth)
{
    size_t len = n->path.len;
    struct stat st;
    buf_add_text(&n->path, entry);
    struct str name = str_slice(n->path.ptr + n->root, n->path.len - n->root);
    if (is_zone_name(name) && stat(n->path.ptr, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            buf_add_char(&n->path, '/');
            names_in(n, depth + 1);
        } else if (is_zone_file(n->path.ptr)) {
            n->call(n->context, name);
        }
    }
    n->path.len = len;
}

static void names_in(struct names *n, unsigned depth)
{
    DIR *dir = depth < DEPTH_MAX ? opendir(n->path.ptr) : NULL;
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        names_entry(n, entry->d_name, depth);
    }
    closedir(dir);
}

void zone_names(void (*call)(void *context, struct str name), void *context)
{
    struct names n = {.call = call, .context = context, .path = BUF_INIT};
    buf_addf(&n.path, "%s/", folder());
    n.root = n.path.len;
    names_in(&n, 0);
    buf_release(&n.path);
}

static void note_name(void *context, struct str name)
{
    (void)name;
    *(bool *)context = true;
}

bool zone_data(void)
{
    bool any = false;
    zone_names(note_name, &any);
    return any;
}
