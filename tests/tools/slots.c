/* slots: print the slots of all events of some inputs, one event a line, in the
 * order of a batch, and what was lost: what the two decoders must agree on.
 *
 *     slots [-d simdjson|jansson] [-m MEMORY] [-q] [-F FIELDS] INPUT...
 *
 * FIELDS has lines of "PATH TYPE" (fixture_field). Messages go to stderr, the
 * numbers of the run are the last line of stdout; -q prints that line alone. */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "engine/feed.h"
#include "tests/unit/fields_fixture.h"

static void told(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    static const char *const kinds[] = {"rejected", "damaged", "failed", "skipped", "warning"};
    (void)context;
    fprintf(stderr, "%s: %s", kinds[kind], file == NULL ? "" : file);
    if (offset != REPORT_NOWHERE) {
        fprintf(stderr, ":%llu", (unsigned long long)offset);
    }
    fprintf(stderr, ": %s\n", text);
}

static bool read_fields(struct fields_fixture *f, const char *name)
{
    char line[512];
    FILE *file = fopen(name, "r");
    bool ok = file != NULL;
    while (ok && fgets(line, sizeof line, file) != NULL) {
        char *blank = strchr(line, ' ');
        line[strcspn(line, "\n")] = '\0';
        if (blank == NULL) {
            continue;
        }
        *blank = '\0';
        ok = fixture_field(f, line, blank + 1);
    }
    if (!ok) {
        fprintf(stderr, "slots: %s: cannot be read\n", name);
    }
    if (file != NULL) {
        fclose(file);
    }
    return ok;
}

static void print_event(const struct event *e, const struct symbols *symbols, struct arena *arena, struct buf *out)
{
    buf_reset(out);
    buf_addf(out, "%lld ", (long long)e->time);
    buf_add_json(out, event_id(e));
    for (uint16_t i = 0; i < e->n_slots; i++) {
        struct value v = event_value(e, &e->slots[i], symbols, arena);
        buf_addf(out, " %d:", v.kind);
        if (v.kind == VALUE_STRING && v.symbol != 0) {
            buf_add_char(out, '$');
        }
        value_json(&v, out);
    }
    buf_add_char(out, '\n');
    fwrite(out->ptr, 1, out->len, stdout);
    arena_reset(arena);
}

static void print_stats(const struct stats *s)
{
    printf("files %llu read %llu skipped %llu failed %llu records %llu events %llu duplicates %llu rejected %llu "
           "damaged %llu repaired %llu\n",
           (unsigned long long)s->files_seen, (unsigned long long)s->files_read, (unsigned long long)s->files_skipped,
           (unsigned long long)s->files_failed, (unsigned long long)s->records, (unsigned long long)s->events,
           (unsigned long long)s->duplicates, (unsigned long long)s->rejected, (unsigned long long)s->damaged,
           (unsigned long long)s->repaired);
}

static bool run(const struct program *program, const struct feed_options *options, const char *const *paths,
                unsigned n_paths, bool quiet)
{
    struct stats stats = {.first_time = INT64_MIN, .last_time = INT64_MIN};
    struct err err = {""};
    struct symbols *symbols = symbols_new();
    struct arena arena = ARENA_INIT;
    struct buf line = BUF_INIT;
    struct feed *feed = feed_new(program, symbols, paths, n_paths, options, (struct report){told, NULL}, &stats, &err);
    const struct event *e;
    while (feed != NULL && (e = feed_next(feed, &err)) != NULL) {
        if (!quiet) {
            print_event(e, symbols, &arena, &line);
        }
    }
    print_stats(&stats);
    if (err.text[0] != '\0') {
        fprintf(stderr, "slots: %s\n", err.text);
    }
    feed_free(feed);
    symbols_free(symbols);
    arena_release(&arena);
    buf_release(&line);
    return err.text[0] == '\0';
}

int main(int argc, char **argv)
{
    struct fields_fixture f;
    struct feed_options options = {.since = INT64_MIN, .until = INT64_MAX};
    bool quiet = false, ok = true;
    int c;
    fixture_start(&f);
    while ((c = getopt(argc, argv, "d:m:F:q")) != -1) {
        if (c == 'd') {
            options.decoder = *optarg == 's' ? FEED_DECODER_SIMDJSON : FEED_DECODER_JANSSON;
        } else if (c == 'm') {
            options.memory = strtoul(optarg, NULL, 10);
        } else if (c == 'q') {
            quiet = true;
        } else {
            ok = c == 'F' && read_fields(&f, optarg);
        }
    }
    ok = ok && run(fixture_finish(&f), &options, (const char *const *)argv + optind, (unsigned)(argc - optind), quiet);
    fixture_release(&f);
    return ok ? 0 : 1;
}
