#include "engine/text_group.h"

#include <stdlib.h>

#include "engine/evidence.h"
#include "engine/text_line.h"
#include "engine/wrap.h"

#define VALUE_MAX 400u  /* bytes of a value that are printed */
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

static void print_head(const struct text_group *g, bool colour, struct buf *out)
{
    struct wrap w;
    struct buf text = BUF_INIT;
    text_line_span(&text, g->first, g->last);
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

static void print_suppressed(const struct text_alert *a, unsigned indent, struct buf *out)
{
    struct buf text = BUF_INIT;
    if (a->suppressed > 0) {
        evidence_count(&text, a->suppressed, "repeat", "repeats");
        buf_add_text(&text, " held back since the last alert");
        text_line_put(buf_str(&text), indent, out);
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

/* Does the reader know the value already, from a title or the head? */
static bool is_said(const struct text_group *g, const struct text_event *event, const struct text_field *field)
{
    if (str_equal(field->name, STR("actor")) && g->actor.len > 0) {
        return true;
    }
    for (size_t i = 0; i < event->alerts.len; i++) {
        if (text_line_says(event->alerts.items[i].title, field->value)) {
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
    unsigned indent = alone ? TEXT_LINE_TIME : TITLE_COLUMN, detail = indent + DETAIL_INDENT;
    for (size_t i = 0; i < event->alerts.len; i++) {
        const struct text_alert *a = &event->alerts.items[i];
        text_line_title(a->severity, a->title, alone || i > 0 ? NULL : &event->time, indent, colour, out);
        for (unsigned j = 0; j < a->n_evidence; j++) {
            text_line_put(a->evidence[j], detail, out);
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
