/* alert_fixture: alerts that a test makes, and what a sink writes of them. */
#ifndef LURCHER_TESTS_UNIT_ALERT_FIXTURE_H
#define LURCHER_TESTS_UNIT_ALERT_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/timefmt.h"
#include "engine/alert.h"

/* 2023-04-01T12:00:03Z */
#define FIXTURE_NOON (INT64_C(1680350403) * TIME_SECOND)

static const struct str fixture_texts[] = {{"T1078.004", 9}, {"T1526", 5}};
static const struct program fixture_program = {.texts = fixture_texts, .n_texts = 2};
static const struct program_rule fixture_rule = {
    .name = {"anomaly.new_action_for_actor", 28}, .severity = SEVERITY_LOW, .risk = 60, .attack = {0, 2}};
static const struct program_rule fixture_rule_high = {
    .name = {"anomaly.new_country", 19}, .severity = SEVERITY_HIGH, .risk = -1};

static inline struct value fixture_text(const char *text) { return value_str(str_from(text)); }

static inline struct alert fixture_alert(const struct program_rule *rule, int64_t time, const char *title,
                                         const char *event)
{
    return (struct alert){.id = {"0123456789abcdef0123456789abcdef"}, .rule = rule, .time = time,
                          .title = str_from(title), .event_id = str_from(event), .source = STR("cloudtrail"),
                          .program = &fixture_program};
}

/* What a sink writes: `open` makes it, `n` alerts go through. The caller frees the text. */
static inline char *fixture_written(struct sink *(*open)(FILE *), const struct alert *alerts, unsigned n)
{
    char *text = NULL;
    size_t size = 0;
    struct err err = {""};
    FILE *file = open_memstream(&text, &size);
    struct sink *sink = open(file);
    bool ok = true;
    for (unsigned i = 0; i < n; i++) {
        ok = ok && sink->alert(sink, &alerts[i], &err);
    }
    ok = ok && sink->finish(sink, &err);
    sink->free(sink);
    fclose(file);
    if (!ok) {
        free(text);
        text = NULL;
    }
    return text;
}

#endif
