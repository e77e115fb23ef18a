#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

enum { LONDON = 1, AMSTERDAM, NEARBY, NOWHERE };

/* A text with no room behind it, as the parts of a query have. */
static struct value text(const char *s)
{
    return *s == '\0' ? value_null() : value_str(str_from(s));
}

static struct value at(struct fixture *f, struct fixture_event e, int place)
{
    static const struct {
        const char *ip, *city, *country;
        double latitude, longitude;
    } places[] = {
        [LONDON] = {"81.2.69.14", "London", "GB", 51.5074, -0.1278},
        [AMSTERDAM] = {"83.98.212.7", "", "NL", 52.3676, 4.9041},
        [NEARBY] = {"81.2.69.15", "", "", 51.2, -0.2},
    };
    struct value parts[TRAVEL_PARTS];
    if (place != NOWHERE) {
        parts[TRAVEL_IP] = text(places[place].ip);
        parts[TRAVEL_LATITUDE] = value_float(places[place].latitude);
        parts[TRAVEL_LONGITUDE] = value_float(places[place].longitude);
        parts[TRAVEL_CITY] = text(places[place].city);
        parts[TRAVEL_COUNTRY] = text(places[place].country);
    }
    e.k = 1;
    e.v = place != NOWHERE;
    e.parts = parts;
    return fixture_take(f, &e);
}

#define AT(minutes, place, ...) at(&f, (struct fixture_event){.time = (minutes) * TIME_MINUTE, __VA_ARGS__}, place)

TEST(travel_is_the_speed_between_two_places)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_TRAVEL, MEASURE_NONE, fixture_options(FOREVER));
    CHECK_INT(AT(0, LONDON, .now = 0).kind, VALUE_NULL);
    struct value v = AT(60, AMSTERDAM, .now = 0);
    CHECK(v.kind == VALUE_FLOAT && v.f == 357.9);
    CHECK(fixture_fact(&f, "km_h")->f == 357.9);
    CHECK(fixture_fact(&f, "km")->f == 357.9);
    CHECK(fixture_fact(&f, "hours")->f == 1);
    CHECK_STR(value_text(fixture_fact(&f, "from")), STR("81.2.69.14, London, GB"));
    CHECK_STR(value_text(fixture_fact(&f, "to")), STR("83.98.212.7, NL"));
    CHECK_STR(buf_str(&f.evidence.text),
              STR("357.9 km in 1 hour from 81.2.69.14, London, GB to 83.98.212.7, NL"));
    CHECK(AT(90, LONDON, .now = 0).f == 715.8);
    CHECK(AT(90, AMSTERDAM, .now = 0).f == 21474); /* a minute at least */
    CHECK(fixture_fact(&f, "hours")->f == 1.0 / 60);
    fixture_close(&f);
}

TEST(travel_over_a_short_way_is_none)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_TRAVEL, MEASURE_NONE, fixture_options(FOREVER));
    AT(0, LONDON, .now = 0);
    CHECK(AT(0, NEARBY, .now = 0).f == 0);
    CHECK(fixture_fact(&f, "km")->f == 34.5);
    CHECK_STR(value_text(fixture_fact(&f, "to")), STR("81.2.69.15"));
    fixture_close(&f);
}

TEST(travel_counts_located_events_only)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_TRAVEL, MEASURE_NONE, fixture_options(FOREVER));
    AT(0, LONDON, .now = 0);
    CHECK_INT(AT(10, NOWHERE, .now = 0).kind, VALUE_NULL);
    CHECK_INT(AT(20, AMSTERDAM, .outside = true).kind, VALUE_NULL);
    CHECK_INT(AT(20, NOWHERE, .outside = true).kind, VALUE_NULL);
    CHECK(AT(30, AMSTERDAM, .now = 0).f == 715.8); /* from the first one */
    CHECK(AT(15, LONDON, .now = 30 * TIME_MINUTE).f == 21474); /* late */
    CHECK(AT(60, LONDON, .now = 0).f == 715.8); /* the late one took nobody's place */
    fixture_close(&f);
}
