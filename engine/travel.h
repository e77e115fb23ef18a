/* travel: how far two places on earth are apart, and how fast somebody went.
 *
 * The haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and
 * Telescope 68, 1984, p. 159) on a sphere with the mean radius of the earth, R1 of
 * the IUGG (H. Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74,
 * 2000): at most about 0.5 % from the way on the ellipsoid, far below what is
 * known of the place of an address.
 *
 * Distances and speeds are rounded to one digit behind the point, so that they
 * are the same on every machine. */
#ifndef LURCHER_ENGINE_TRAVEL_H
#define LURCHER_ENGINE_TRAVEL_H

#include <stdint.h>

#define TRAVEL_RADIUS_KM 6371.0088
#define TRAVEL_NEAR_KM 50.0 /* no journey: places of addresses are rough */

/* The great circle between two places in km; latitude and longitude in degrees. What
 * is no place at all (a damaged database: not finite) is 0 km from everywhere. */
double travel_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

/* The hours that count for a journey of `time` µs: at least a minute. */
double travel_hours(int64_t time);

/* The speed in km/h of a journey over `km` in `time` µs; 0 when it is none. */
double travel_speed(double km, int64_t time);

#endif
