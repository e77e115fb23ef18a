#include "base/timefmt.h"

#include <time.h>

#include "tests/unit/unit.h"

static int64_t at(const char *text)
{
    int64_t t = -1;
    if (!CHECK(time_parse(str_from(text), &t))) {
        printf("#   %s\n", text);
    }
    return t;
}

static void check_time(int64_t t, const char *want)
{
    struct buf b = BUF_INIT;
    time_format(t, &b);
    CHECK_STR(buf_str(&b), str_from(want));
    buf_release(&b);
}

TEST(time_parse_forms)
{
    CHECK_INT(at("1970-01-01T00:00:00Z"), 0);
    CHECK_INT(at("2023-04-01T12:00:03Z"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("2023-04-01t12:00:03z"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("2023-04-01 12:00:03Z"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("20230401T120003Z"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("20131102T010628Z"), 1383354388 * TIME_SECOND);
    CHECK_INT(at("2023-04-01"), 1680307200 * TIME_SECOND);
    CHECK_INT(at("2023-04-01T14:00:03+02:00"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("2023-04-01T07:30:03-04:30"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("2023-04-01T12:00:03-00:00"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("20230401T140003+0200"), 1680350403 * TIME_SECOND);
    CHECK_INT(at("1969-12-31T23:59:59.999999Z"), -1);
}

TEST(time_parse_fractions)
{
    CHECK_INT(at("1970-01-01T00:00:00.5Z"), 500000);
    CHECK_INT(at("1970-01-01T00:00:00.000001Z"), 1);
    CHECK_INT(at("1970-01-01T00:00:00.123456999Z"), 123456);
    CHECK_INT(at("1970-01-01T00:00:00.0000009Z"), 0);
    CHECK_INT(at("19700101T000000.25Z"), 250000);
    CHECK_INT(at("1970-01-01T00:00:00.1+00:01"), 100000 - TIME_MINUTE);
}

TEST(time_parse_refuses)
{
    static const char *const texts[] = {
        "",
        "2023",
        "2023-04",
        "20230401",
        "2023-4-1",
        "2023-04-01T",
        "2023-04-01T12:00:03",
        "2023-04-01T12:00Z",
        "2023-13-01",
        "2023-00-01",
        "2023-02-29",
        "2023-04-31",
        "2023-04-00",
        "1900-02-29",
        "0000-01-01",
        "2023-04-01T24:00:00Z",
        "2023-04-01T12:60:00Z",
        "2023-06-30T23:59:60Z",
        "2023-04-01T12:00:03.Z",
        "2023-04-01T12:00:03ZZ",
        "2023-04-01T12:00:03+2:00",
        "2023-04-01T12:00:03+24:00",
        "2023-04-01T12:00:03+02:60",
        "2023-04-01T12:00:03+0200",
        "2023-04-01T12:00:03 Z",
        " 2023-04-01",
        "2023-04-01 ",
        "2023/04/01",
        "20230401 120003Z",
        "20230401T12:00:03Z",
        "2023-0401",
        "+2023-04-01",
        "-2023-04-01",
        "12023-04-01",
        "2023-04-01T12:00:03,5Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2023-04-0x",
        "1680350403",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t t = 7;
        if (!CHECK(!time_parse(str_from(texts[i]), &t))) {
            printf("#   %s\n", texts[i]);
        }
        CHECK_INT(t, 7); /* untouched */
    }
    int64_t t;
    CHECK(!time_parse(STR("2023-04-01T12:00:03\0Z"), &t));
    CHECK(!time_parse(STR("2023-04-01\0"), &t));
}

static int64_t java(const char *text)
{
    int64_t t = -1;
    if (!CHECK(time_parse_java(str_from(text), &t))) {
        printf("#   %s\n", text);
    }
    return t;
}

TEST(time_parse_as_java_writes_it)
{
    CHECK_INT(java("Nov 30, 2024, 8:43:17 PM"), at("2024-11-30T20:43:17Z"));
    CHECK_INT(java("Aug 28, 2023 8:06:18 AM"), at("2023-08-28T08:06:18Z"));
    CHECK_INT(java("Feb 29, 2024, 12:00:00 AM"), at("2024-02-29T00:00:00Z"));
    CHECK_INT(java("Jan 1, 1970, 12:59:59 PM"), at("1970-01-01T12:59:59Z"));
    CHECK_INT(java("Oct 9, 2026, 10:15:00\xe2\x80\xafPM"), at("2026-10-09T22:15:00Z"));
    CHECK_INT(java("Dec 31, 9999, 11:59:59 PM"), at("9999-12-31T23:59:59Z"));
}

TEST(time_parse_java_refuses)
{
    static const char *const bad[] = {
        "", "Nov", "Nov ", "Nov 30, 2024", "Nov 30, 2024, 8:43:17", "Nov 30, 2024, 8:43:17 P",
        "Nov 30, 2024, 8:43:17 PM ", "Nov 31, 2024, 8:43:17 PM", "Feb 29, 2023, 8:43:17 PM", "nov 30, 2024, 8:43:17 PM",
        "Nov 0, 2024, 8:43:17 PM", "Nov 30 2024, 8:43:17 PM", "Nov 30, 24, 8:43:17 PM", "Nov 30, 2024, 0:43:17 AM",
        "Nov 30, 2024, 13:43:17 PM", "Nov 30, 2024, 8:60:17 PM", "Nov 30, 2024, 8:43:60 PM", "Nov 30, 2024,8:43:17 PM",
        "Nov 30, 2024, 8:43 PM", "Nov 30, 2024, 8:43:17PM", "Nov 30, 2024, 8:43:17 pm", "November 30, 2024, 8:43:17 PM",
        "Nov 30, 0000, 8:43:17 PM", "Nov 300, 2024, 8:43:17 PM", "Nov 30, 2024, 8:43:17\xe2\x80 PM",
    };
    int64_t t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!CHECK(!time_parse_java(str_from(bad[i]), &t))) {
            printf("#   %s\n", bad[i]);
        }
    }
}

TEST(time_of_leap_years)
{
    CHECK_INT(at("2000-03-01") - at("2000-02-29"), TIME_DAY);
    CHECK_INT(at("2024-03-01") - at("2024-02-28"), 2 * TIME_DAY);
    CHECK_INT(at("2100-03-01") - at("2100-02-28"), TIME_DAY);
    CHECK_INT(at("2001-01-01") - at("2000-01-01"), 366 * TIME_DAY);
}

TEST(time_format_forms)
{
    check_time(0, "1970-01-01T00:00:00Z");
    check_time(-1, "1969-12-31T23:59:59.999999Z");
    check_time(1680350403 * TIME_SECOND + 120000, "2023-04-01T12:00:03.12Z");
    check_time(at("0001-01-01"), "0001-01-01T00:00:00Z");
    check_time(at("9999-12-31T23:59:59.999999Z"), "9999-12-31T23:59:59.999999Z");
    check_time(at("9999-12-31") + TIME_DAY, "+010000-01-01T00:00:00Z");
    check_time(at("0001-01-01") - 367 * TIME_DAY, "-000001-12-31T00:00:00Z");
    check_time(INT64_MAX, "+294247-01-10T04:00:54.775807Z");
    check_time(INT64_MIN, "-290308-12-21T19:59:05.224192Z");
}

TEST(time_format_date_is_the_day_in_utc)
{
    struct buf b = BUF_INIT;
    time_format_date(at("2023-04-01T23:59:59.999Z"), &b);
    CHECK_STR(buf_str(&b), STR("2023-04-01"));
    buf_release(&b);
}

TEST(time_weekdays)
{
    CHECK_INT(time_split(at("1970-01-01")).weekday, 4);
    CHECK_INT(time_split(at("1969-12-31")).weekday, 3);
    CHECK_INT(time_split(at("2026-11-24")).weekday, 2);
    CHECK_INT(time_split(at("2023-04-02T23:59:59Z")).weekday, 7);
    CHECK_INT(time_split(at("2023-04-03T00:00:00Z")).weekday, 1);
}

/* libc's calendar agrees on one moment of every day from year 1 to 9999. */
TEST(time_agrees_with_libc)
{
    struct buf b = BUF_INIT;
    int64_t last = at("9999-12-31"), moment = 0;
    for (int64_t t = at("0001-01-01"); t <= last; t += TIME_DAY) {
        moment = (moment + 7919 * TIME_SECOND) % TIME_DAY;
        struct time_parts p = time_split(t + moment);
        time_t seconds = (time_t)floor_div(t + moment, TIME_SECOND);
        struct tm want;
        gmtime_r(&seconds, &want);
        bool same = p.year == want.tm_year + 1900 && p.month == want.tm_mon + 1 && p.day == want.tm_mday &&
                    p.hour == want.tm_hour && p.minute == want.tm_min && p.second == want.tm_sec &&
                    p.weekday % 7 == want.tm_wday;
        int64_t back;
        buf_reset(&b);
        time_format(t + moment, &b);
        if (!CHECK(same && time_parse(buf_str(&b), &back) && back == t + moment)) {
            printf("#   %s\n", b.ptr);
            break;
        }
    }
    buf_release(&b);
}

static int64_t length_of(const char *text)
{
    int64_t d = -1;
    if (!CHECK(duration_parse(str_from(text), &d))) {
        printf("#   %s\n", text);
    }
    return d;
}

TEST(duration_parse_forms)
{
    CHECK_INT(length_of("30d"), 30 * TIME_DAY);
    CHECK_INT(length_of("1h"), TIME_HOUR);
    CHECK_INT(length_of("10m"), 10 * TIME_MINUTE);
    CHECK_INT(length_of("5s"), 5 * TIME_SECOND);
    CHECK_INT(length_of("2w"), 14 * TIME_DAY);
    CHECK_INT(length_of("1h30m"), 90 * TIME_MINUTE);
    CHECK_INT(length_of("0s"), 0);
    CHECK_INT(length_of("9223372036854s"), 9223372036854 * TIME_SECOND);
}

TEST(duration_parse_refuses)
{
    static const char *const texts[] = {"",
                                        "5",
                                        "d",
                                        "1.5h",
                                        "-1h",
                                        "+1h",
                                        "1h ",
                                        " 1h",
                                        "1h30",
                                        "1y",
                                        "1ms",
                                        "1H",
                                        "h1",
                                        "9223372036855s",
                                        "99999999999999999999s",
                                        "9223372036854s1s1s",
                                        "106751992d"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t d = 7;
        if (!CHECK(!duration_parse(str_from(texts[i]), &d) && d == 7)) {
            printf("#   %s\n", texts[i]);
        }
    }
    int64_t d;
    CHECK(!duration_parse(STR("1h\0"), &d));
}

static void check_duration(int64_t d, const char *form, const char *words)
{
    struct buf b = BUF_INIT;
    duration_format(d, &b);
    CHECK_STR(buf_str(&b), str_from(form));
    buf_reset(&b);
    duration_describe(d, &b);
    CHECK_STR(buf_str(&b), str_from(words));
    buf_release(&b);
}

TEST(duration_in_short_and_in_words)
{
    check_duration(0, "0s", "0 seconds");
    check_duration(999999, "0s", "0 seconds");
    check_duration(TIME_SECOND, "1s", "1 second");
    check_duration(90 * TIME_MINUTE, "1h30m", "1 hour 30 minutes");
    check_duration(30 * TIME_DAY, "30d", "30 days");
    check_duration(14 * TIME_DAY, "14d", "14 days");
    check_duration(29 * TIME_DAY + 30 * TIME_MINUTE, "29d30m", "29 days");
    check_duration(TIME_DAY + TIME_HOUR + 59 * TIME_MINUTE, "1d1h59m", "1 day 1 hour");
    check_duration(61 * TIME_SECOND, "1m1s", "1 minute 1 second");
    check_duration(-TIME_HOUR, "-1h", "-1 hour");
    check_duration(INT64_MAX, "106751991d4h54s", "106751991 days 4 hours");
    check_duration(INT64_MIN, "-106751991d4h54s", "-106751991 days 4 hours");
}

TEST(duration_format_reads_back)
{
    struct buf b = BUF_INIT;
    srand(5);
    for (int i = 0; i < 2000; i++) {
        int64_t d = rand() % 100000000 * TIME_SECOND, back = -1;
        buf_reset(&b);
        duration_format(d, &b);
        CHECK(duration_parse(buf_str(&b), &back));
        CHECK_INT(back, d);
    }
    buf_release(&b);
}

TEST(floor_div_goes_down)
{
    CHECK_INT(floor_div(7, 2), 3);
    CHECK_INT(floor_div(-7, 2), -4);
    CHECK_INT(floor_div(-8, 2), -4);
    CHECK_INT(floor_div(-1, INT64_MAX), -1);
    CHECK_INT(floor_div(INT64_MIN, 1), INT64_MIN);
}
