#include "cli/hunt_page.h"

#include <inttypes.h>

#include "base/timefmt.h"
#include "cli/csv.h"
#include "engine/evidence.h"
#include "engine/text_line.h"
#include "engine/wrap.h"

#define ROW_INDENT 2u
#define DETAIL_INDENT 6u
#define GROUP_ROWS 8u /* of a group on a page for people */

struct hunt_page_size hunt_page_size(const struct hunt_report *report, uint32_t top)
{
    uint32_t n_rows = (uint32_t)report->rows.len, n_groups = (uint32_t)report->groups.len;
    struct hunt_page_size size = {n_rows, n_groups};
    if (top == 0) {
        return size;
    }
    if (!report->grouped) {
        size.rows = top < n_rows ? top : n_rows;
        return size;
    }
    size.groups = top < n_groups ? top : n_groups;
    size.rows = 0;
    for (uint32_t i = 0; i < size.groups; i++) {
        size.rows += report->groups.items[i].n_rows;
    }
    return size;
}

/* ---- JSON ---- */

static void add_text(struct buf *out, const char *key, struct str text)
{
    buf_addf(out, ",\"%s\":", key);
    buf_add_json(out, text);
}

static void add_time(struct buf *out, const char *key, int64_t time)
{
    struct value v = value_time(time);
    buf_addf(out, ",\"%s\":", key);
    value_json(&v, out);
}

static void add_key(const struct hunt_finding *row, struct buf *out)
{
    buf_add_char(out, '{');
    for (unsigned i = 0; i < row->n_key; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, row->key[i].name);
        buf_add_char(out, ':');
        buf_add_str(out, row->key[i].json);
    }
    buf_add_char(out, '}');
}

static void add_attack(const struct hunt_report *report, const struct hunt_finding *row, struct buf *out)
{
    struct program_run attack = row->rule->attack;
    buf_add_text(out, ",\"attack\":[");
    for (uint32_t i = 0; i < attack.count; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, report->program->texts[attack.first + i]);
    }
    buf_add_char(out, ']');
}

static void print_json(const struct hunt_report *report, const struct hunt_finding *row, struct buf *out)
{
    buf_add_text(out, "{\"rule\":");
    buf_add_json(out, row->rule->name);
    add_text(out, "severity", str_from(severity_name(row->rule->severity)));
    if (report->grouped) {
        buf_add_text(out, ",\"by\":");
        buf_add_str(out, row->by.json);
    }
    buf_add_text(out, ",\"key\":");
    add_key(row, out);
    buf_addf(out, ",\"count\":%" PRIu64, row->count);
    add_time(out, "first_time", row->first_time);
    add_time(out, "last_time", row->last_time);
    add_text(out, "title", row->title);
    add_text(out, "event_id", row->event_id);
    buf_add_text(out, ",\"evidence\":");
    buf_add_str(out, row->evidence);
    add_attack(report, row, out);
    buf_addf(out, ",\"rule_rows\":%" PRIu64 "}\n", row->rule_rows);
}

/* ---- CSV ---- */

static void print_csv(const struct hunt_report *report, const struct hunt_finding *row, struct buf *out)
{
    struct buf key = BUF_INIT;
    add_key(row, &key);
    csv_add(out, row->rule->name);
    buf_addf(out, ",%s,", severity_name(row->rule->severity));
    if (report->grouped) {
        csv_add(out, row->by.text);
        buf_add_char(out, ',');
    }
    csv_add(out, buf_str(&key));
    buf_addf(out, ",%" PRIu64 ",", row->count);
    time_format(row->first_time, out);
    buf_add_char(out, ',');
    time_format(row->last_time, out);
    buf_add_char(out, ',');
    csv_add(out, row->title);
    buf_add_char(out, ',');
    csv_add(out, row->event_id);
    buf_add_text(out, "\r\n");
    buf_release(&key);
}

/* ---- a page ---- */

static void put_safe(struct wrap *w, const char *gap, const char *before, struct str text)
{
    struct buf safe = BUF_INIT;
    buf_add_text(&safe, before);
    buf_add_safe(&safe, text);
    wrap_put(w, gap, buf_str(&safe));
    buf_release(&safe);
}

/* "3 events · 2026-10-29 02:10:14 to 02:37:18 UTC · rule anomaly.new_action_for_actor" */
static void print_facts(const struct hunt_finding *row, struct buf *out)
{
    struct wrap w;
    struct buf text = BUF_INIT;
    wrap_begin(&w, out, DETAIL_INDENT, DETAIL_INDENT + 2);
    evidence_count(&text, row->count, "event", "events");
    wrap_put(&w, "", buf_str(&text));
    buf_reset(&text);
    text_line_span(&text, row->first_time, row->last_time);
    wrap_put(&w, " · ", buf_str(&text));
    put_safe(&w, " · ", "rule ", row->rule->name);
    wrap_end(&w);
    buf_release(&text);
}

/* The key, but for what is null and what the title or the head says, and the example. */
static void print_key(const struct hunt_finding *row, struct str title, struct buf *out)
{
    struct wrap w;
    struct buf before = BUF_INIT, value = BUF_INIT;
    wrap_begin(&w, out, DETAIL_INDENT, DETAIL_INDENT + 2);
    for (unsigned i = 0; i < row->n_key; i++) {
        const struct hunt_field *key = &row->key[i];
        buf_reset(&value);
        buf_add_safe(&value, key->text);
        bool is_null = str_equal(key->json, STR("null"));
        bool is_head = row->by.json.len > 0 && str_equal(key->json, row->by.json);
        if (!is_null && !is_head && !text_line_says(title, buf_str(&value))) {
            buf_reset(&before);
            buf_add_safe(&before, key->name);
            buf_add_text(&before, ": ");
            put_safe(&w, " · ", before.ptr, key->text);
        }
    }
    put_safe(&w, " · ", "event ", row->event_id);
    wrap_end(&w);
    buf_release(&value);
    buf_release(&before);
}

static void print_row(const struct hunt_finding *row, bool colour, struct buf *out)
{
    struct buf title = BUF_INIT, reason = BUF_INIT;
    buf_add_safe(&title, row->title);
    text_line_title(row->rule->severity, buf_str(&title), NULL, ROW_INDENT, colour, out);
    print_facts(row, out);
    for (unsigned i = 0; i < row->n_reasons; i++) {
        buf_reset(&reason);
        buf_add_safe(&reason, row->reasons[i]);
        text_line_put(buf_str(&reason), DETAIL_INDENT, out);
    }
    print_key(row, buf_str(&title), out);
    buf_release(&reason);
    buf_release(&title);
}

/* ", 5 rows" */
static void add_counted(struct buf *out, uint64_t n, const char *one, const char *many)
{
    buf_add_text(out, ", ");
    evidence_count(out, n, one, many);
}

/* "arn:aws:iam::111122223333:role/deploy  (3 rules, 5 rows, 12 events)" */
static void print_head(const struct hunt_group *group, struct str by, bool colour, struct buf *out)
{
    struct wrap w;
    struct buf text = BUF_INIT;
    wrap_begin(&w, out, 0, 4);
    wrap_mark(&w, colour ? "\033[1m" : "");
    put_safe(&w, "", "", by);
    wrap_mark(&w, colour ? "\033[0m" : "");
    buf_add_char(&text, '(');
    evidence_count(&text, group->n_rules, "rule", "rules");
    add_counted(&text, group->n_rows, "row", "rows");
    add_counted(&text, group->count, "event", "events");
    buf_add_char(&text, ')');
    wrap_put(&w, "  ", buf_str(&text));
    wrap_end(&w);
    buf_release(&text);
}

static void print_more(uint64_t rows, uint64_t groups, struct buf *out)
{
    if (rows == 0) {
        return;
    }
    buf_add_text(out, "… and ");
    if (groups > 0) {
        evidence_count(out, groups, "more group", "more groups");
    } else {
        evidence_count(out, rows, "more row", "more rows");
    }
    buf_add_text(out, "; --top 0 shows all\n");
}

static void print_group(const struct hunt_report *report, uint32_t g, const struct hunt_finding *rows, uint32_t limit,
                        bool colour, struct buf *out)
{
    const struct hunt_group *group = &report->groups.items[g];
    print_head(group, rows[0].by.text, colour, out);
    for (uint32_t i = 0; i < group->n_rows && i < limit; i++) {
        print_row(&rows[i], colour, out);
    }
    if (group->n_rows > limit) {
        buf_add_text(out, "  … and ");
        evidence_count(out, group->n_rows - limit, "more row", "more rows");
        buf_add_char(out, '\n');
    }
}

static void print_text(const struct hunt_report *report, uint32_t top, bool colour, struct buf *out)
{
    struct hunt_page_size size = hunt_page_size(report, top);
    const struct hunt_finding *row = report->rows.items;
    if (report->rows.len == 0) {
        buf_add_text(out, "nothing found\n");
    }
    for (uint32_t g = 0; report->grouped && g < size.groups; g++) {
        buf_add_text(out, g == 0 ? "" : "\n");
        print_group(report, g, row, top == 0 ? UINT32_MAX : GROUP_ROWS, colour, out);
        row += report->groups.items[g].n_rows;
    }
    for (uint32_t i = 0; !report->grouped && i < size.rows; i++) {
        print_row(row++, colour, out);
    }
    print_more(report->rows.len - size.rows, report->grouped ? report->groups.len - size.groups : 0, out);
}

void hunt_page_print(const struct hunt_report *report, uint32_t top, enum hunt_format format, bool colour,
                     struct buf *out)
{
    uint32_t n = hunt_page_size(report, top).rows;
    if (format == HUNT_TEXT) {
        print_text(report, top, colour, out);
        return;
    }
    if (format == HUNT_CSV) {
        buf_addf(out, "rule,severity,%skey,count,first_time,last_time,title,event_id\r\n",
                 report->grouped ? "by," : "");
    }
    for (uint32_t i = 0; i < n; i++) {
        (format == HUNT_CSV ? print_csv : print_json)(report, &report->rows.items[i], out);
    }
}
