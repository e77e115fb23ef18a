#include "engine/travel.h"

#include <math.h>

#include "base/timefmt.h"
#include "tests/unit/unit.h"

/* A degree of a great circle is 2πR/360 = 111.195 km. The last is the example that everybody has
 * (Nashville to Los Angeles, 2887.26 km where the radius is 6372.8). */
TEST(travel_distances)
{
    CHECK(travel_km(51.5, -0.12, 51.5, -0.12) == 0);
    CHECK(travel_km(0, 0, 0, 1) == 111.2);      /* a degree of the equator */
    CHECK(travel_km(0, 0, 1, 0) == 111.2);      /* of a meridian */
    CHECK(travel_km(60, 10, 60, 11) == 55.6);   /* half of it at 60 degrees */
    CHECK(travel_km(0, 179.5, 0, -179.5) == 111.2); /* over the antimeridian */
    CHECK(travel_km(0, 0, 0, 180) == 20015.1);  /* half around */
    CHECK(travel_km(90, 0, -90, 123) == 20015.1);
    CHECK(travel_km(90, 0, 90, 77) == 0);       /* at a pole all longitudes are one place */
    CHECK(travel_km(36.12, -86.67, 33.94, -118.4) == 2886.4);
    CHECK(travel_km(33.94, -118.4, 36.12, -86.67) == 2886.4);
}

TEST(travel_of_what_is_no_place)
{
    CHECK(travel_km((double)NAN, 0, 0, 0) == 0);
    CHECK(travel_km(0, (double)INFINITY, 0, 0) == 0);
    CHECK(travel_km(1e308, -1e308, -1e308, 1e308) <= 20015.1);
}

TEST(travel_speeds)
{
    CHECK(travel_speed(900, TIME_HOUR) == 900);
    CHECK(travel_speed(100, 3 * TIME_HOUR) == 33.3);
    CHECK(travel_speed(50, TIME_HOUR) == 50);
    CHECK(travel_speed(49.9, 0) == 0);
    CHECK(travel_speed(100, TIME_MINUTE) == 6000);
    CHECK(travel_speed(100, TIME_MINUTE - 1) == 6000);
    CHECK(travel_speed(100, 0) == 6000);
    CHECK(travel_speed(100, -TIME_DAY) == 6000);
    CHECK(travel_hours(90 * TIME_MINUTE) == 1.5);
}
