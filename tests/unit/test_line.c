#include "engine/line.h"

#include "tests/unit/fields_fixture.h"
#include "tests/unit/unit.h"

/* A source `flow` of the columns time, host, size, whose records have a host. */
struct bench {
    struct fields_fixture f;
    struct line_form form;
    const struct program *program;
};

static void bench_open(struct bench *b)
{
    static const char *const columns[] = {"eventTime", "host_name", "size"};
    fixture_start(&b->f);
    b->form = (struct line_form){.source = PROGRAM_NONE};
    b->f.source.columns = (struct program_run){(uint32_t)b->f.runs.len, 3};
    for (size_t i = 0; i < 3; i++) {
        vec_push(&b->f.runs, fixture_path(&b->f, columns[i]));
    }
    b->f.source.has = (struct program_run){b->f.source.columns.first + 1, 1};
    b->program = fixture_finish(&b->f);
}

static void bench_close(struct bench *b)
{
    line_form_release(&b->form);
    fixture_release(&b->f);
}

#define NAMES(text) line_names(b.program, STR(text), &b.form)
#define FITS(text) line_fits(b.program, STR(text), &b.form)

TEST(a_line_is_trimmed)
{
    CHECK_STR(line_trim(STR("\xef\xbb\xbf a b \t\r\n")), STR("a b"));
    CHECK_STR(line_trim(STR(" \t ")), STR(""));
    CHECK_STR(line_trim(STR("")), STR(""));
}

TEST(a_line_of_names_has_those_of_time_and_signs)
{
    struct bench b;
    bench_open(&b);
    CHECK(line_possible(b.program));
    CHECK(NAMES("size host-name eventTime") && b.form.named && b.form.n == 3 && b.form.source == 0);
    CHECK_STR(str_from(b.form.names.ptr + 5), STR("host_name"));
    CHECK(NAMES("eventTime\tother-name  host_name size more") && b.form.n == 5);
    CHECK(!NAMES("size eventTime") && !NAMES("size host-name") && !NAMES("") && !NAMES("eventTimes host-name"));
    b.f.source.has.count = 0;
    CHECK(!NAMES("eventTime web 7") && NAMES("eventTime size"));
    CHECK(NAMES("eventTime\tother-name  host_name size more"));
    CHECK_INT(b.form.n, 5); /* what is no line of names leaves the form */
    bench_close(&b);
}

TEST(a_line_fits_by_its_number_of_fields_and_its_time)
{
    struct bench b;
    bench_open(&b);
    CHECK(FITS("1761704400 web 7") && !b.form.named && b.form.n == 3);
    CHECK(FITS("2026-01-01T00:00:00Z - -"));
    CHECK(!FITS("web 1761704400 7") && !FITS("1761704400 web") && !FITS("1761704400 web 7 8") && !FITS(""));
    CHECK(!FITS("- web 7"));
    bench_close(&b);
}

TEST(too_many_fields_are_no_line)
{
    struct bench b;
    struct buf line = BUF_INIT;
    bench_open(&b);
    buf_add_text(&line, "eventTime host-name");
    for (unsigned i = 2; i < LINE_FIELDS_MAX; i++) {
        buf_add_text(&line, " x");
    }
    CHECK(line_names(b.program, buf_str(&line), &b.form) && b.form.n == LINE_FIELDS_MAX);
    buf_add_text(&line, " x");
    CHECK(!line_names(b.program, buf_str(&line), &b.form));
    buf_release(&line);
    bench_close(&b);
}

TEST(a_name_with_a_nul_is_one_name)
{
    struct bench b;
    bench_open(&b);
    CHECK(line_names(b.program, str_slice("a\0b eventTime host-name", 23), &b.form) && b.form.n == 3);
    CHECK_STR(str_from(b.form.names.ptr), STR("a b"));
    CHECK_STR(str_from(b.form.names.ptr + 4), STR("eventTime"));
    bench_close(&b);
}

TEST(without_columns_there_are_no_lines)
{
    struct fields_fixture f;
    struct line_form form = {.source = PROGRAM_NONE};
    fixture_start(&f);
    CHECK(!line_possible(fixture_finish(&f)));
    CHECK(!line_names(&f.program, STR("eventTime eventID"), &form) && !line_fits(&f.program, STR(""), &form));
    fixture_release(&f);
}
