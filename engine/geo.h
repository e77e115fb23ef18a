/* geo: where an address is, from MaxMind DB files (libmaxminddb).
 *
 * Reads MaxMind's nested records (country.iso_code, city.names.en, …) and the
 * flat ones of other publishers (country_code, …). A city or country file and an
 * ASN file may be given, each may be missing. */
#ifndef LURCHER_ENGINE_GEO_H
#define LURCHER_ENGINE_GEO_H

#include <stdbool.h>

#include "base/err.h"
#include "base/ip.h"
#include "base/value.h"
#include "engine/symbol.h"
#include "lang/program.h"

struct geo;

/* Open. Either path may be NULL. False with *err when a file is missing, is no
 * MaxMind DB or is damaged. */
bool geo_open(const char *place_file, const char *asn_file, struct geo **out, struct err *err);
void geo_close(struct geo *geo);

/* The usual places of such files on this machine ($LURCHER_GEO folders, then
 * /usr/share/GeoIP, /var/lib/GeoIP): the first that exists, or NULL. The text
 * belongs to the caller. */
char *geo_find_place_file(void);
char *geo_find_asn_file(void);

/* Parts of the location of an address text; VALUE_NULL when the text is no
 * public address, nothing is known or no file was given. Strings are interned in
 * `symbols`, the same table in every call. A damaged record gives null and is
 * counted in geo_damaged. The network comes from the ASN file; only when there is
 * none, or it does not know the address, from the place file. */
struct value geo_part(struct geo *geo, struct str address, enum program_geo part, struct symbols *symbols);

/* The same for an address that is an ip already. */
struct value geo_part_of_ip(struct geo *geo, const struct ip *ip, enum program_geo part, struct symbols *symbols);

/* Look-ups that met damage in a file (null was the answer). */
uint64_t geo_damaged(const struct geo *geo);
bool geo_has_place(const struct geo *geo);
bool geo_has_asn(const struct geo *geo);

#endif
