#include "base/zone.h"

#include <stdlib.h>
#include <time.h>

#include "base/timefmt.h"
#include "tests/unit/unit.h"

/* Seconds east of UTC; what no zone has when there is no such zone or time. */
static int64_t offset(const char *zone, const char *time)
{
    int64_t t;
    const struct zone *z = zone_load(str_from(zone));
    return z == NULL || !time_parse(str_from(time), &t) ? 999999 : (zone_local(z, t) - t) / TIME_SECOND;
}

/* What Python's zoneinfo says: the second before and the second of a change, half hours, a day
 * that never was, the month of Ramadan, wars, times before there were zones, the far future. */
TEST(offsets_are_those_of_the_time_zone_database)
{
    static const struct {
        const char *zone, *time;
        int64_t offset;
    } rows[] = {
        {"Europe/Amsterdam", "2026-03-29T00:59:59Z", 3600},
        {"Europe/Amsterdam", "2026-03-29T01:00:00Z", 7200},
        {"Europe/Amsterdam", "2026-10-25T00:59:59Z", 7200},
        {"Europe/Amsterdam", "2026-10-25T01:00:00Z", 3600},
        {"America/New_York", "2026-03-08T06:59:59Z", -18000},
        {"America/New_York", "2026-03-08T07:00:00Z", -14400},
        {"America/New_York", "2026-11-01T05:59:59Z", -14400},
        {"America/New_York", "2026-11-01T06:00:00Z", -18000},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", 19800},
        {"Asia/Kathmandu", "1985-12-31T18:29:59Z", 19800},
        {"Asia/Kathmandu", "1985-12-31T18:30:00Z", 20700},
        {"Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600},
        {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", -36000},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", 50400},
        {"Africa/Casablanca", "2026-02-15T01:59:59Z", 3600},
        {"Africa/Casablanca", "2026-02-15T02:00:00Z", 0},
        {"Europe/London", "1969-07-01T00:00:00Z", 3600},
        {"Europe/London", "1941-06-15T12:00:00Z", 7200},
        {"Europe/Amsterdam", "1938-07-01T00:00:00Z", 4800},
        {"America/New_York", "1883-11-18T16:59:59Z", -17762},
        {"America/New_York", "1883-11-18T17:00:00Z", -18000},
        {"Europe/Paris", "1840-01-01T00:00:00Z", 561},
        {"Europe/Paris", "1500-01-01T00:00:00Z", 561},
        {"Europe/Amsterdam", "2099-07-01T00:00:00Z", 7200},
        {"Europe/Amsterdam", "2100-07-01T00:00:00Z", 7200},
        {"Europe/Amsterdam", "2499-12-31T23:59:59Z", 3600},
        {"Europe/Amsterdam", "2500-07-01T00:00:00Z", 7200},
        {"America/New_York", "9998-07-01T00:00:00Z", -14400},
        {"America/New_York", "9998-12-01T00:00:00Z", -18000},
        {"UTC", "2026-07-01T00:00:00Z", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!CHECK_INT(offset(rows[i].zone, rows[i].time), rows[i].offset)) {
            printf("#   %s at %s\n", rows[i].zone, rows[i].time);
        }
    }
}

TEST(offsets_are_taken_as_they_are)
{
    CHECK_INT(offset("+02:00", "2026-07-01T00:00:00Z"), 7200);
    CHECK_INT(offset("+02:00", "2026-01-01T00:00:00Z"), 7200);
    CHECK_INT(offset("-09:30", "0001-01-02T00:00:00Z"), -34200);
    CHECK_INT(offset("-00:30", "9999-12-31T00:00:00Z"), -1800);
    CHECK_INT(offset("+23:59", "1970-01-01T00:00:00Z"), 86340);
}

TEST(what_is_no_zone_is_none)
{
    static const char *const names[] = {
        "", "Amsterdam", "europe/amsterdam", "Europe/", "Europe", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC",
        "Europe/../UTC", "localtime", "posix/UTC", "right/UTC", "posixrules", ":UTC", "EST5EDT,M3.2.0,M11.1.0",
        "UTC\n", "zone.tab", "+2", "+02", "+0200", "+02:0", "+02:000", "+24:00", "+02:60", "+0a:00", " +02:00",
        "02:00", "A/very/long/name/that/no/zone/has/and/that/is/over/its/limit/of/bytes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!CHECK(zone_load(str_from(names[i])) == NULL)) {
            printf("#   %s\n", names[i]);
        }
    }
    CHECK(zone_load(str_slice("UTC\0x", 5)) == NULL);
}

TEST(a_zone_is_loaded_once)
{
    CHECK(zone_find(STR("Asia/Tokyo")) == NULL);
    const struct zone *z = zone_load(STR("Asia/Tokyo"));
    CHECK(z != NULL && zone_find(STR("Asia/Tokyo")) == z && zone_load(STR("Asia/Tokyo")) == z);
}

TEST(the_zone_of_the_process_stays)
{
    setenv("TZ", "America/Lima", 1);
    tzset();
    CHECK(zone_load(STR("Europe/Oslo")) != NULL);
    CHECK_STR(str_from(getenv("TZ")), STR("America/Lima"));
    time_t t = 0;
    struct tm local;
    CHECK_INT(localtime_r(&t, &local)->tm_hour, 19);
    unsetenv("TZ");
    CHECK(zone_load(STR("Europe/Sofia")) != NULL && getenv("TZ") == NULL);
}

TEST(times_at_the_end_of_64_bits_stay)
{
    const struct zone *east = zone_load(STR("+01:00")), *west = zone_load(STR("America/New_York"));
    CHECK(zone_local(east, INT64_MAX) == INT64_MAX);
    CHECK(zone_local(west, INT64_MIN) == INT64_MIN);
    CHECK(zone_local(west, INT64_MAX) < INT64_MAX);
}

struct seen {
    unsigned amsterdam, argentina, others, strange;
};

static void see(void *context, struct str name)
{
    struct seen *seen = context;
    seen->amsterdam += str_equal(name, STR("Europe/Amsterdam"));
    seen->argentina += str_equal(name, STR("America/Argentina/Ushuaia"));
    seen->strange += str_starts(name, STR("posix")) || str_starts(name, STR("right/")) ||
                     str_find(name, STR(".")) != SIZE_MAX;
    seen->others++;
}

TEST(all_names_are_told)
{
    struct seen seen = {0};
    zone_names(see, &seen);
    CHECK(seen.amsterdam == 1 && seen.argentina == 1 && seen.others > 300 && seen.strange == 0);
    CHECK(zone_data());
}

TEST(another_folder_may_hold_the_data)
{
    setenv("TZDIR", "/nonexistent", 1);
    CHECK(!zone_data() && zone_load(STR("Europe/Rome")) == NULL);
    CHECK(zone_load(STR("+04:00")) != NULL);
    unsetenv("TZDIR");
    CHECK(zone_load(STR("Europe/Rome")) != NULL);
}
