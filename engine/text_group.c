#include "engine/text_group.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/timefmt.h"
#include "engine/evidence.h"
#include "engine/wrap.h"

#define VALUE_MAX 400u  /* bytes of a value that are printed */
#define TIME_COLUMN 2u
#define TITLE_COLUMN 12u /* under a head of several events; 2 under one of one */
#define DETAIL_INDENT 4u

/* ---- copies ---- */

static struct str safe_copy(struct arena *arena, struct str text)
{
    struct buf safe = BUF_INIT;
    buf_add_safe(&safe, text);
    struct str copy = arena_str(arena, buf_str(&safe));
    buf_release(&safe);
    return copy;
}

/* A value as it is printed: a very long one is cut between characters. */
static struct str value_copy(struct arena *arena, const struct value *v)
{
    struct buf text = BUF_INIT;
    value_print(v, &text);
    size_t whole = text.len;
    if (text.len > VALUE_MAX) {
        text.len = VALUE_MAX;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80) {
            text.len--;
        }
    }
    struct str copy = safe_copy(arena, buf_str(&text));
    buf_release(&text);
    if (whole > VALUE_MAX) {
        copy = arena_printf(arena, "%.*s… (%zu bytes in all)", STR_ARG(copy), whole);
    }
    return copy;
}

static struct str attack_copy(struct arena *arena, const struct alert *alert)
{
    struct buf text = BUF_INIT;
    for (uint32_t i = 0; i < alert->rule->attack.count; i++) {
        buf_add_text(&text, i == 0 ? "" : ", ");
        buf_add_str(&text, alert->program->texts[alert->rule->attack.first + i]);
    }
    struct str copy = safe_copy(arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* One sentence; with several, each is led by its primitive. */
static struct str evidence_copy(struct arena *arena, const struct alert *alert, unsigned i)
{
    const struct alert_evidence *e = &alert->evidence[i];
    struct buf text = BUF_INIT;
    if (alert->n_evidence > 1) {
        buf_add_str(&text, e->expr);
        buf_add_text(&text, ": ");
    }
    buf_add_str(&text, e->text);
    struct str copy = safe_copy(arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

static void field_add(struct text_event *event, const struct alert_field *field)
{
    if (field->value.kind == VALUE_NULL) {
        return;
    }
    if (str_equal(field->name, STR("actor")) && field->value.kind == VALUE_STRING && event->actor.len == 0) {
        event->actor = arena_str(&event->arena, value_text(&field->value));
    }
    struct text_field copy = {safe_copy(&event->arena, field->name), value_copy(&event->arena, &field->value)};
    for (size_t i = 0; i < event->fields.len; i++) {
        if (str_equal(event->fields.items[i].name, copy.name) && str_equal(event->fields.items[i].value, copy.value)) {
            return;
        }
    }
    vec_push(&event->fields, copy);
}

void text_event_add(struct text_event *event, const struct alert *alert)
{
    struct text_alert a = {
        .severity = alert->rule->severity,
        .title = safe_copy(&event->arena, alert->title),
        .rule = safe_copy(&event->arena, alert->rule->name),
        .attack = attack_copy(&event->arena, alert),
        .evidence = arena_array(&event->arena, alert->n_evidence, sizeof *a.evidence),
        .n_evidence = alert->n_evidence,
        .suppressed = alert->suppressed,
    };
    for (unsigned i = 0; i < alert->n_evidence; i++) {
        a.evidence[i] = evidence_copy(&event->arena, alert, i);
    }
    vec_push(&event->alerts, a);
    for (unsigned i = 0; i < alert->n_fields; i++) {
        field_add(event, &alert->fields[i]);
    }
}

struct text_event *text_event_new(const struct alert *alert)
{
    struct text_event *event = mem_zalloc(sizeof *event);
    event->time = alert->time;
    event->id = arena_str(&event->arena, alert->event_id);
    text_event_add(event, alert);
    return event;
}

void text_event_free(struct text_event *event)
{
    vec_release(&event->alerts);
    vec_release(&event->fields);
    arena_release(&event->arena);
    free(event);
}

struct text_group *text_group_new(struct text_event *event)
{
    struct text_group *group = mem_zalloc(sizeof *group);
    group->actor = event->actor; /* lives as long as the event, which the group owns */
    group->first = group->last = event->time;
    text_group_add(group, event);
    return group;
}

void text_group_add(struct text_group *group, struct text_event *event)
{
    vec_push(&group->events, event);
    group->n_alerts += event->alerts.len;
    group->first = event->time < group->first ? event->time : group->first;
    group->last = event->time > group->last ? event->time : group->last;
}

void text_group_free(struct text_group *group)
{
    for (size_t i = 0; i < group->events.len; i++) {
        text_event_free(group->events.items[i]);
    }
    vec_release(&group->events);
    free(group);
}

/* ---- printing ---- */

static const char *colour_of(enum severity s)
{
    switch (s) {
    case SEVERITY_CRITICAL: return "\033[1;97;41m";
    case SEVERITY_HIGH: return "\033[1;31m";
    case SEVERITY_MEDIUM: return "\033[33m";
    case SEVERITY_LOW: return "\033[36m";
    default: return "\033[2m";
    }
}

/* "03:12:07" */
static void add_clock(struct buf *out, int64_t time)
{
    struct time_parts t = time_split(time);
    buf_addf(out, "%02d:%02d:%02d", t.hour, t.minute, t.second);
}

static void add_span(struct buf *out, const struct text_group *g)
{
    time_format_date(g->first, out);
    buf_add_char(out, ' ');
    add_clock(out, g->first);
    if (floor_div(g->first, TIME_SECOND) != floor_div(g->last, TIME_SECOND)) {
        buf_add_text(out, " to ");
        if (floor_div(g->first, TIME_DAY) != floor_div(g->last, TIME_DAY)) {
            time_format_date(g->last, out);
            buf_add_char(out, ' ');
        }
        add_clock(out, g->last);
    }
    buf_add_text(out, " UTC");
}

static void print_head(const struct text_group *g, bool colour, struct buf *out)
{
    struct wrap w;
    struct buf text = BUF_INIT;
    add_span(&text, g);
    wrap_begin(&w, out, 0, DETAIL_INDENT);
    wrap_mark(&w, colour ? "\033[1m" : "");
    wrap_put(&w, "", buf_str(&text));
    buf_reset(&text);
    buf_add_safe(&text, g->actor);
    if (text.len > 0) {
        wrap_put(&w, "  ", buf_str(&text));
    }
    wrap_mark(&w, colour ? "\033[0m" : "");
    if (g->n_alerts > 1) {
        buf_reset(&text);
        buf_addf(&text, "(%zu alerts)", g->n_alerts);
        wrap_put(&w, "  ", buf_str(&text));
    }
    wrap_end(&w);
    buf_release(&text);
}

/* The severity in capitals and the title. `time` is put before the first alert
 * of an event when the head does not say it. */
static void print_title(const struct text_alert *a, const int64_t *time, unsigned indent, bool colour, struct buf *out)
{
    char word[16] = "";
    const char *name = severity_name(a->severity);
    for (size_t i = 0; name[i] != '\0' && i + 1 < sizeof word; i++) {
        word[i] = (char)toupper((unsigned char)name[i]);
    }
    struct wrap w;
    wrap_begin(&w, out, time == NULL ? indent : TIME_COLUMN, indent + (unsigned)strlen(word) + 2);
    if (time != NULL) {
        struct buf clock = BUF_INIT;
        add_clock(&clock, *time);
        wrap_put(&w, "", buf_str(&clock));
        wrap_to(&w, indent);
        buf_release(&clock);
    }
    wrap_mark(&w, colour ? colour_of(a->severity) : "");
    wrap_put(&w, "", str_from(word));
    wrap_mark(&w, colour ? "\033[0m" : "");
    wrap_put(&w, "  ", a->title);
    wrap_end(&w);
}

static void print_line(struct str text, unsigned indent, struct buf *out)
{
    struct wrap w;
    wrap_begin(&w, out, indent, indent + 2);
    wrap_put(&w, "", text);
    wrap_end(&w);
}

static void print_suppressed(const struct text_alert *a, unsigned indent, struct buf *out)
{
    struct buf text = BUF_INIT;
    if (a->suppressed > 0) {
        evidence_count(&text, a->suppressed, "repeat", "repeats");
        buf_add_text(&text, " held back since the last alert");
        print_line(buf_str(&text), indent, out);
    }
    buf_release(&text);
}

static void print_rule(const struct text_alert *a, unsigned indent, struct buf *out)
{
    struct wrap w;
    wrap_begin(&w, out, indent, indent + 2);
    wrap_put(&w, "", STR("rule"));
    wrap_put(&w, " ", a->rule);
    if (a->attack.len > 0) {
        wrap_put(&w, " · ", a->attack);
    }
    wrap_end(&w);
}

static bool is_border(struct str text, size_t at)
{
    return at >= text.len || !isalnum((unsigned char)text.ptr[at]);
}

/* Does the title say the value, not just as a part of some word? */
static bool title_says(struct str title, struct str value)
{
    for (size_t from = 0; value.len > 0 && from <= title.len;) {
        size_t at = str_find(str_slice(title.ptr + from, title.len - from), value);
        if (at == SIZE_MAX) {
            return false;
        }
        at += from;
        if ((at == 0 || is_border(title, at - 1)) && is_border(title, at + value.len)) {
            return true;
        }
        from = at + 1;
    }
    return false;
}

/* Does the reader know the value already, from a title or the head? */
static bool is_said(const struct text_group *g, const struct text_event *event, const struct text_field *field)
{
    if (str_equal(field->name, STR("actor")) && g->actor.len > 0) {
        return true;
    }
    for (size_t i = 0; i < event->alerts.len; i++) {
        if (title_says(event->alerts.items[i].title, field->value)) {
            return true;
        }
    }
    return false;
}

static void print_fields(const struct text_group *g, const struct text_event *event, unsigned indent, struct buf *out)
{
    struct wrap w;
    struct buf text = BUF_INIT;
    wrap_begin(&w, out, indent, indent + 2);
    for (size_t i = 0; i < event->fields.len; i++) {
        const struct text_field *field = &event->fields.items[i];
        if (!is_said(g, event, field)) {
            buf_reset(&text);
            buf_add_str(&text, field->name);
            buf_add_text(&text, ": ");
            buf_add_str(&text, field->value);
            wrap_put(&w, " · ", buf_str(&text));
        }
    }
    buf_reset(&text);
    buf_add_text(&text, "event ");
    buf_add_safe(&text, event->id);
    wrap_put(&w, " · ", buf_str(&text));
    wrap_end(&w);
    buf_release(&text);
}

/* Was the rule named under this head before the alert `at` of the event `nth`? */
static bool is_named(const struct text_group *g, size_t nth, size_t at)
{
    struct str rule = g->events.items[nth]->alerts.items[at].rule;
    for (size_t i = 0; i <= nth; i++) {
        const struct text_event *event = g->events.items[i];
        size_t end = i == nth ? at : event->alerts.len;
        for (size_t j = 0; j < end; j++) {
            if (str_equal(event->alerts.items[j].rule, rule)) {
                return true;
            }
        }
    }
    return false;
}

static void print_event(const struct text_group *g, size_t nth, bool colour, struct buf *out)
{
    const struct text_event *event = g->events.items[nth];
    bool alone = g->events.len == 1;
    unsigned indent = alone ? TIME_COLUMN : TITLE_COLUMN, detail = indent + DETAIL_INDENT;
    for (size_t i = 0; i < event->alerts.len; i++) {
        const struct text_alert *a = &event->alerts.items[i];
        print_title(a, alone || i > 0 ? NULL : &event->time, indent, colour, out);
        for (unsigned j = 0; j < a->n_evidence; j++) {
            print_line(a->evidence[j], detail, out);
        }
        print_suppressed(a, detail, out);
        if (!is_named(g, nth, i)) {
            print_rule(a, detail, out);
        }
    }
    print_fields(g, event, detail, out);
}

void text_group_print(const struct text_group *group, bool colour, struct buf *out)
{
    print_head(group, colour, out);
    for (size_t i = 0; i < group->events.len; i++) {
        print_event(group, i, colour, out);
    }
}
