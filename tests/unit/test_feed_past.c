/* The feed beside a memory of earlier runs. The memory here is a small copy of what a state keeps: files with
 * the mark up to which they were taken, and ids. */
#include "engine/feed_past.h"

#include <stdint.h>
#include <sys/wait.h>

#include "base/timefmt.h"
#include "engine/feed.h"
#include "tests/unit/fields_fixture.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

#define E(id, second) "{\"eventTime\":\"2023-04-01T12:00:" second "Z\",\"eventID\":\"" id "\",\"a\":\"x\"}"
#define BAD "{\"eventTime\":\"x\",\"eventID\":\"y\"}"
#define FILES_MAX 64u

struct kept {
    struct hash_name identity;
    int64_t mark; /* INT64_MAX: all was taken */
    bool session; /* of the run under way: the mark is the run's, where that is later */
};

static struct kept kept[FILES_MAX];
static unsigned n_kept;
static struct buf ids;          /* that were taken, each with a blank on both sides */
static unsigned asked;          /* ids */
static bool file_fails, read_fails;

static struct stats stats;
static struct buf seen, told, read_paths;
static struct feed_options options;
static struct feed_past past;
static int64_t last; /* the time of the event that was handed out last */

/* ---- the memory ---- */

static struct kept *kept_find(const struct hash_name *identity)
{
    for (unsigned i = 0; i < n_kept; i++) {
        if (strcmp(kept[i].identity.hex, identity->hex) == 0) {
            return &kept[i];
        }
    }
    return NULL;
}

static enum feed_past_file on_file(void *context, const struct hash_name *identity, const char *path, int64_t *mark,
                                   struct err *err)
{
    const struct kept *k = kept_find(identity);
    CHECK(context == &past && path[0] == '/');
    if (file_fails) {
        err_set(err, "the memory is gone");
        return FEED_PAST_FAILED;
    }
    if (k == NULL) {
        return FEED_PAST_NEW;
    }
    *mark = k->mark;
    return k->mark == INT64_MAX ? FEED_PAST_DONE : FEED_PAST_PARTLY;
}

static bool on_read(void *context, const struct hash_name *identity, const char *path, bool rest, struct err *err)
{
    struct kept *k = kept_find(identity);
    CHECK(context == &past && seen.len == 0);
    if (read_fails) {
        return err_set(err, "the memory is full");
    }
    if (k == NULL) {
        k = &kept[n_kept++];
        *k = (struct kept){.identity = *identity, .mark = INT64_MIN};
    }
    k->session = true;
    buf_addf(&read_paths, "%s%s ", path + strlen(files_folder) + 1, rest ? "+" : "");
    return true;
}

static bool taken(struct str id)
{
    struct buf word = BUF_INIT;
    buf_addf(&word, " %.*s ", STR_ARG(id));
    bool found = str_find(buf_str(&ids), buf_str(&word)) != SIZE_MAX;
    buf_release(&word);
    return found;
}

static bool on_seen(void *context, struct str id, int64_t time)
{
    CHECK(context == &past && time <= past.newest);
    asked++;
    return taken(id);
}

/* The run has come so far: what a commit writes. */
static void commit(int64_t mark)
{
    for (unsigned i = 0; i < n_kept; i++) {
        if (kept[i].session && kept[i].mark < mark) {
            kept[i].mark = mark;
        }
        kept[i].session = false;
    }
}

/* ---- a run ---- */

static void on_told(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    (void)context;
    (void)file;
    (void)offset;
    buf_addf(&told, "%d:%s;", (int)kind, text);
}

static void start(void)
{
    files_start();
    past = (struct feed_past){INT64_MIN, on_file, on_read, on_seen, &past};
    options = (struct feed_options){.since = INT64_MIN, .until = INT64_MAX, .past = &past};
    n_kept = 0;
    file_fails = read_fails = false;
    buf_reset(&ids);
    buf_add_char(&ids, ' ');
}

static void stop(void)
{
    files_stop();
    buf_release(&seen);
    buf_release(&told);
    buf_release(&read_paths);
    buf_release(&ids);
}

static void take(const struct event *e)
{
    buf_addf(&seen, "%s%.*s%s", seen.len > 0 ? " " : "", STR_ARG(event_id(e)),
             (e->flags & EVENT_LATE) != 0 ? "*" : "");
    CHECK((e->flags & EVENT_TAKEN) == 0);
    buf_addf(&ids, "%.*s ", STR_ARG(event_id(e)));
    last = e->time;
}

/* The ids of up to `most` events of the files below `path`, late ones with a star; then the run is
 * killed, or at its end. */
static struct str run_over(const char *path, unsigned most, struct err *err)
{
    struct fields_fixture f;
    const struct event *e = NULL;
    fixture_start(&f);
    fixture_field(&f, "a", "!string");
    struct symbols *symbols = symbols_new();
    stats = (struct stats){.first_time = INT64_MIN, .last_time = INT64_MIN};
    buf_reset(&seen);
    buf_reset(&told);
    buf_reset(&read_paths);
    asked = 0;
    int64_t newest = past.newest;
    struct feed *feed = feed_new(fixture_finish(&f), symbols, &path, 1, &options, (struct report){on_told, NULL},
                                 &stats, err);
    for (unsigned i = 0; feed != NULL && i < most && (e = feed_next(feed, err)) != NULL; i++) {
        take(e);
        newest = e->time > newest ? e->time : newest;
    }
    if (e == NULL && err->text[0] == '\0') {
        CHECK_INT(stats.files_seen, stats.files_read + stats.files_skipped + stats.files_failed + stats.files_known);
        CHECK_INT(stats.records, stats.events + stats.duplicates + stats.rejected + stats.outside + stats.resumed);
    }
    past.newest = newest;
    feed_free(feed);
    symbols_free(symbols);
    fixture_release(&f);
    return seen.len == 0 ? STR("") : buf_str(&seen);
}

/* A whole run, which is committed. */
static struct str run(void)
{
    struct err err = {""};
    struct str events = run_over(files_folder, UINT32_MAX, &err);
    CHECK_STR(str_from(err.text), STR(""));
    commit(INT64_MAX);
    return events;
}

static struct str paths_read(void) { return read_paths.len == 0 ? STR("") : buf_str(&read_paths); }

static int64_t second(const char *text)
{
    char whole[32];
    int64_t t;
    snprintf(whole, sizeof whole, "2023-04-01T12:00:%sZ", text);
    CHECK(time_parse(str_from(whole), &t));
    return t;
}

/* ---- files ---- */

TEST(a_first_run_reads_all_and_tells_each_file)
{
    start();
    files_write("1", STR(E("b", "02") E("c", "03")));
    files_write("2", STR(E("a", "01")));
    files_write("README.md", STR("# Logs\nThese are logs.\n"));
    files_write("empty", STR(""));
    CHECK_STR(run(), STR("a b c"));
    CHECK_STR(paths_read(), STR("1 2 "));
    CHECK_INT(stats.files_known + stats.resumed + stats.late + asked, 0);
    stop();
}

TEST(a_file_that_was_read_is_passed_over)
{
    start();
    files_write("1", STR(E("a", "01")));
    CHECK_STR(run(), STR("a"));
    files_write("2", STR(E("b", "02")));
    CHECK_STR(run(), STR("b"));
    CHECK_INT(stats.files_known, 1);
    CHECK_INT(stats.files_read, 1);
    CHECK_INT(stats.records, 1);
    CHECK_STR(buf_str(&told), STR("3:it was read before;"));
    CHECK_STR(paths_read(), STR("2 "));
    stop();
}

TEST(the_folder_of_a_file_does_not_matter)
{
    start();
    files_write("old/1", STR(E("a", "01")));
    CHECK_STR(run(), STR("a"));
    CHECK(rename(files_path("old"), files_path("new")) == 0);
    CHECK_STR(run(), STR(""));
    CHECK_INT(stats.files_known, 1);
    stop();
}

TEST(equal_names_with_other_content_are_other_files)
{
    start();
    files_write("a/1", STR(E("a", "01")));
    files_write("b/1", STR(E("b", "01")));
    CHECK_STR(run(), STR("a b"));
    files_write("a/1", STR(E("c", "01")));
    CHECK_STR(run(), STR("c"));
    CHECK_INT(stats.files_known, 1);
    stop();
}

TEST(a_copy_is_read_once)
{
    start();
    files_write("a/1", STR(E("a", "01")));
    files_write("b/1", STR(E("a", "01")));
    files_write("b/2", STR(E("a", "01")));
    CHECK_STR(run(), STR("a"));
    CHECK_INT(stats.files_known, 1);
    CHECK_INT(stats.duplicates, 1);
    CHECK_STR(paths_read(), STR("a/1 b/2 "));
    stop();
}

TEST(a_pipe_is_no_file_to_remember)
{
    struct err err = {""};
    static const char text[] = E("a", "01");
    start();
    char *path = strdup(files_path("pipe"));
    for (unsigned turn = 0; turn < 2; turn++) {
        CHECK(mkfifo(path, 0600) == 0);
        pid_t writer = fork();
        if (writer == 0) {
            FILE *pipe = fopen(path, "w");
            _exit(pipe == NULL || fputs(text, pipe) < 0 || fclose(pipe) != 0);
        }
        buf_reset(&ids);
        CHECK_STR(run_over(path, UINT32_MAX, &err), STR("a"));
        CHECK(waitpid(writer, NULL, 0) == writer);
        unlink(path);
    }
    CHECK_STR(paths_read(), STR(""));
    CHECK_INT(n_kept, 0);
    free(path);
    stop();
}

TEST(a_file_that_could_not_be_read_is_tried_again)
{
    start();
    files_write("c.json.gz", STR("\x1f\x8c no gzip any more"));
    CHECK_STR(run(), STR(""));
    CHECK_INT(stats.files_failed, 1);
    CHECK_STR(run(), STR(""));
    CHECK_INT(stats.files_failed, 1);
    CHECK_INT(stats.files_known + n_kept, 0);
    stop();
}

/* ---- parts of files ---- */

TEST(what_was_taken_of_a_file_is_not_taken_again)
{
    start();
    files_write("1", STR(E("d", "04") E("a", "01") BAD E("c", "03") E("b", "02")));
    struct err err = {""};
    CHECK_STR(run_over(files_folder, 2, &err), STR("a b"));
    commit(second("02"));
    files_write("2", STR(E("e", "05")));
    CHECK_STR(run(), STR("c d e"));
    CHECK_INT(stats.resumed, 2);
    CHECK_INT(stats.rejected, 1);
    CHECK_INT(stats.late, 0);
    CHECK_INT(asked, 0);
    CHECK_STR(paths_read(), STR("1 2 "));
    CHECK_STR(run(), STR(""));
    CHECK_INT(stats.files_known, 2);
    stop();
}

TEST(what_was_taken_still_makes_duplicates)
{
    struct err err = {""};
    start();
    files_write("1", STR(E("a", "01") E("b", "02") E("b", "02")));
    files_write("2", STR(E("a", "07") E("b", "02") E("c", "08")));
    CHECK_STR(run_over(files_folder, 2, &err), STR("a b"));
    commit(second("02"));
    CHECK_STR(run(), STR("c"));
    CHECK_INT(stats.resumed, 2);
    CHECK_INT(stats.duplicates, 3);
    CHECK_INT(asked, 0);
    stop();
}

TEST(of_one_id_the_event_that_was_taken_is_first)
{
    struct err err = {""};
    start();
    files_write("1", STR("{\"eventTime\":\"2023-04-01T12:00:01Z\",\"eventID\":\"a\",\"a\":\"z\"}" E("b", "02")));
    CHECK_STR(run_over(files_folder, 1, &err), STR("a"));
    commit(second("01"));
    buf_reset(&ids); /* as if it were long ago: only the order can tell */
    files_write("0", STR(E("a", "01")));
    CHECK_STR(run(), STR("b"));
    CHECK_INT(stats.resumed, 1);
    CHECK_INT(stats.duplicates, 1);
    stop();
}

/* Forty files of fifty events, some of them twice, at another time or in another file. */
static void write_many(unsigned seed, unsigned from, unsigned to)
{
    uint64_t random = seed;
    for (unsigned file = from; file < to; file++) {
        struct buf text = BUF_INIT;
        for (unsigned i = 0; i < 50; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            unsigned id = (unsigned)(random >> 33) % 3000, late = (unsigned)(random >> 60) == 0;
            unsigned time = (id / 4 + late * 100) % 3600;
            buf_addf(&text, "{\"eventTime\":\"2023-04-01T12:%02u:%02uZ\",\"eventID\":\"i%u\",\"a\":\"x\"}\n", time / 60,
                     time % 60, id);
        }
        char name[16];
        snprintf(name, sizeof name, "f%u", file);
        files_write(name, buf_str(&text));
        buf_release(&text);
    }
}

/* Without the stars: a run that goes on has a newest event, so what is late depends on where it was killed. */
static void add_plain(struct buf *out, struct str events)
{
    if (out->len > 0 && events.len > 0) {
        buf_add_char(out, ' ');
    }
    for (size_t i = 0; i < events.len; i++) {
        if (events.ptr[i] != '*') {
            buf_add_char(out, events.ptr[i]);
        }
    }
}

/* Two sessions, each killed twice: the second one brings late files. A commit stands before the time of the last
 * event, whose own time may not be over yet. */
static void run_killed(unsigned step, struct buf *events)
{
    for (unsigned session = 0; session < 2; session++) {
        struct err err = {""};
        write_many(session, session == 0 ? 0 : 20, session == 0 ? 20 : 40);
        for (unsigned kill = 0; step > 0 && kill < 2; kill++) {
            add_plain(events, run_over(files_folder, step, &err));
            commit(last - 1);
        }
        add_plain(events, run());
    }
}

TEST(a_run_that_was_killed_ends_as_one_that_was_not)
{
    struct buf whole = BUF_INIT, killed = BUF_INIT;
    start();
    run_killed(0, &whole);
    CHECK(whole.len > 2000);
    stop();
    for (unsigned step = 20; step < 500; step += 61) {
        start();
        options.memory = step % 2; /* the least: sorted runs go to disk */
        buf_reset(&killed);
        run_killed(step, &killed);
        CHECK_STR(buf_str(&killed), buf_str(&whole));
        CHECK(stats.resumed > 0 && (options.memory == 0 || stats.spilled > 0));
        stop();
    }
    buf_release(&whole);
    buf_release(&killed);
}

/* ---- ids and times ---- */

TEST(ids_that_were_seen_are_duplicates)
{
    start();
    files_write("1", STR(E("a", "01") E("b", "02") E("c", "04")));
    CHECK_STR(run(), STR("a b c"));
    files_write("2", STR(E("b", "02") E("a", "09") E("x", "03") E("c", "04") E("y", "04") E("z", "05")));
    CHECK_STR(run(), STR("x* y z a"));
    CHECK_INT(stats.duplicates, 2);
    CHECK_INT(stats.late, 1);
    CHECK_INT(asked, 4);
    stop();
}

TEST(a_first_run_has_no_late_events)
{
    start();
    files_write("1", STR(E("a", "09")));
    files_write("2", STR(E("b", "01")));
    CHECK_STR(run(), STR("b a"));
    CHECK_INT(stats.late, 0);
    stop();
}

TEST(what_until_leaves_out_is_told)
{
    start();
    files_write("1", STR(E("a", "01") E("b", "05")));
    files_write("2", STR(E("c", "02")));
    options.until = second("03");
    struct err err = {""};
    CHECK_STR(run_over(files_folder, UINT32_MAX, &err), STR("a c"));
    CHECK_STR(paths_read(), STR("1+ 2 "));
    commit(options.until - 1);
    CHECK_STR(run_over(files_folder, UINT32_MAX, &err), STR(""));
    CHECK_STR(paths_read(), STR("1+ 2 "));
    CHECK_INT(stats.resumed, 2);
    CHECK_INT(stats.outside, 1);
    options.until = INT64_MAX;
    CHECK_STR(run(), STR("b"));
    CHECK_STR(paths_read(), STR("1 2 "));
    options.until = second("03"); /* all that it leaves out was taken */
    for (unsigned i = 0; i < n_kept; i++) {
        kept[i].mark = second("05");
    }
    CHECK_STR(run(), STR(""));
    CHECK_STR(paths_read(), STR("1 2 "));
    stop();
}

/* ---- failures ---- */

TEST(a_memory_that_fails_ends_the_run)
{
    struct err err = {""};
    start();
    files_write("1", STR(E("a", "01")));
    file_fails = true;
    CHECK_STR(run_over(files_folder, UINT32_MAX, &err), STR(""));
    CHECK_STR(str_from(err.text), STR("the memory is gone"));
    file_fails = false;
    read_fails = true;
    err.text[0] = '\0';
    CHECK_STR(run_over(files_folder, UINT32_MAX, &err), STR(""));
    CHECK_STR(str_from(err.text), STR("the memory is full"));
    stop();
}

TEST(a_stream_has_no_past)
{
    struct err err = {""};
    start();
    files_write("1", STR(E("a", "01")));
    options.stream = true;
    CHECK_STR(run_over(files_folder, UINT32_MAX, &err), STR(""));
    CHECK_STR(str_from(err.text), STR("a stream cannot go on from what earlier runs have read"));
    stop();
}
