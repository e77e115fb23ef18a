#include "engine/travel.h"

#include <math.h>

#include "base/timefmt.h"

static double radians(double degrees)
{
    return degrees * (3.14159265358979323846 / 180);
}

static double tenths(double x)
{
    return round(x * 10) / 10;
}

static double haversine(double angle)
{
    double half = sin(angle / 2);
    return half * half;
}

double travel_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    double a = radians(latitude_a), b = radians(latitude_b);
    double h = haversine(b - a) + cos(a) * cos(b) * haversine(radians(longitude_b - longitude_a));
    /* Opposite places may come out over 1; fmax gives 0 for what is no number. */
    return tenths(2 * TRAVEL_RADIUS_KM * asin(sqrt(fmin(fmax(h, 0), 1))));
}

double travel_hours(int64_t time)
{
    return (double)(time < TIME_MINUTE ? TIME_MINUTE : time) / (double)TIME_HOUR;
}

double travel_speed(double km, int64_t time)
{
    return km < TRAVEL_NEAR_KM ? 0 : tenths(km / travel_hours(time));
}
