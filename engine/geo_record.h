/* geo_record: what one record of a MaxMind DB says, in whatever layout it is.
 *
 * MaxMind nests (country.iso_code, city.names.en, …); other publishers write flat
 * records (country_code, city, …) under several names. The first name that has
 * a fitting value wins. `country` is where the address is; registered_country, where
 * its owner is registered, is never taken for it. */
#ifndef LURCHER_ENGINE_GEO_RECORD_H
#define LURCHER_ENGINE_GEO_RECORD_H

#include <stdbool.h>

#include <maxminddb.h>

#include "engine/symbol.h"
#include "lang/program.h"

/* Fill the parts that are still null, of those that this kind of file is for
 * (place: all; else only GEO_ASN and GEO_AS_ORG). Texts are interned. False when
 * the record is damaged; what was read before stays. */
bool geo_record_read(MMDB_entry_s *entry, bool place, struct symbols *symbols, struct value parts[GEO_COUNT]);

#endif
