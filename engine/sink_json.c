#include "engine/sink_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct sink_json {
    struct sink sink; /* first: what the engine sees */
    FILE *file;
    struct buf line;
};

static void add_key(struct buf *out, const char *key)
{
    buf_add_char(out, ',');
    buf_add_json(out, str_from(key));
    buf_add_char(out, ':');
}

static void add_text(struct buf *out, const char *key, struct str text)
{
    add_key(out, key);
    buf_add_json(out, text);
}

static void add_time(struct buf *out, const char *key, int64_t time)
{
    struct value v = value_time(time);
    add_key(out, key);
    value_json(&v, out);
}

/* "name":value,… without braces */
static void add_fields(struct buf *out, const struct alert_field *fields, unsigned n, const char *separator)
{
    for (unsigned i = 0; i < n; i++) {
        buf_add_text(out, i == 0 ? separator : ",");
        buf_add_json(out, fields[i].name);
        buf_add_char(out, ':');
        value_json(&fields[i].value, out);
    }
}

void sink_json_evidence(const struct alert *a, struct buf *out)
{
    buf_add_char(out, '[');
    for (unsigned i = 0; i < a->n_evidence; i++) {
        const struct alert_evidence *e = &a->evidence[i];
        buf_add_text(out, i == 0 ? "{\"primitive\":" : ",{\"primitive\":");
        buf_add_json(out, str_from(e->primitive));
        add_text(out, "expr", e->expr);
        add_fields(out, e->facts, e->n_facts, ",");
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_risk(struct buf *out, int32_t risk)
{
    struct value v = risk < 0 ? value_null() : value_int(risk);
    add_key(out, "risk");
    value_json(&v, out);
}

static void add_texts(struct buf *out, const char *key, const struct program *p, struct program_run texts)
{
    add_key(out, key);
    buf_add_char(out, '[');
    for (uint32_t i = 0; i < texts.count; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, p->texts[texts.first + i]);
    }
    buf_add_char(out, ']');
}

void sink_json_print(const struct alert *a, struct buf *out)
{
    const struct program_rule *r = a->rule;
    buf_addf(out, "{\"id\":\"%s\"", a->id.hex);
    add_text(out, "rule", r->name);
    add_text(out, "severity", str_from(severity_name(r->severity)));
    add_risk(out, r->risk);
    add_time(out, "time", a->time);
    add_text(out, "title", a->title);
    add_text(out, "event_id", a->event_id);
    add_text(out, "source", a->source);
    add_key(out, "fields");
    buf_add_char(out, '{');
    add_fields(out, a->fields, a->n_fields, "");
    buf_add_char(out, '}');
    add_key(out, "evidence");
    sink_json_evidence(a, out);
    add_texts(out, "attack", a->program, r->attack);
    add_texts(out, "tags", a->program, r->tags);
    buf_addf(out, ",\"suppressed\":%" PRIu64 "}\n", a->suppressed);
}

static bool json_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    struct sink_json *j = (struct sink_json *)sink;
    buf_reset(&j->line);
    sink_json_print(alert, &j->line);
    if (fwrite(j->line.ptr, 1, j->line.len, j->file) != j->line.len) {
        return err_set(err, "cannot write alerts: %s", strerror(errno));
    }
    return true;
}

static bool json_finish(struct sink *sink, struct err *err)
{
    struct sink_json *j = (struct sink_json *)sink;
    if (fflush(j->file) != 0) {
        return err_set(err, "cannot write alerts: %s", strerror(errno));
    }
    return true;
}

static void json_free(struct sink *sink)
{
    struct sink_json *j = (struct sink_json *)sink;
    buf_release(&j->line);
    free(j);
}

struct sink *sink_json_new(FILE *file)
{
    struct sink_json *j = mem_zalloc(sizeof *j);
    j->sink = (struct sink){json_alert, json_finish, json_free};
    j->file = file;
    return &j->sink;
}
