#include "engine/geo.h"

#include <errno.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/mem.h"
#include "engine/geo_record.h"

/* Several parts of one address are asked for one after another: the answers of
 * the last look-ups are kept, one for each place of a small table. */
#define RECENT 1024u

struct recent {
    bool used;
    struct ip ip;
    struct value parts[GEO_COUNT];
};

struct geo {
    MMDB_s place, asn;
    bool has_place, has_asn;
    uint64_t damaged;
    struct recent *recent;
};

/* ---- files ---- */

static bool file_open(const char *path, MMDB_s *db, struct err *err)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return err_set(err, "%s: cannot open: %s", path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return err_set(err, "%s: is no file", path);
    }
    int status = MMDB_open(path, MMDB_MODE_MMAP, db);
    if (status == MMDB_IO_ERROR || status == MMDB_FILE_OPEN_ERROR) {
        return err_set(err, "%s: cannot open: %s", path, strerror(errno));
    }
    if (status != MMDB_SUCCESS) {
        return err_set(err, "%s: no MaxMind DB, or a damaged one: %s", path, MMDB_strerror(status));
    }
    return true;
}

bool geo_open(const char *place_file, const char *asn_file, struct geo **out, struct err *err)
{
    struct geo *geo = mem_zalloc(sizeof *geo);
    geo->recent = mem_zalloc(RECENT * sizeof *geo->recent);
    geo->has_place = place_file != NULL && file_open(place_file, &geo->place, err);
    bool good = geo->has_place || place_file == NULL;
    geo->has_asn = good && asn_file != NULL && file_open(asn_file, &geo->asn, err);
    if (!good || (asn_file != NULL && !geo->has_asn)) {
        geo_close(geo);
        return false;
    }
    *out = geo;
    return true;
}

void geo_close(struct geo *geo)
{
    if (geo == NULL) {
        return;
    }
    if (geo->has_place) {
        MMDB_close(&geo->place);
    }
    if (geo->has_asn) {
        MMDB_close(&geo->asn);
    }
    free(geo->recent);
    free(geo);
}

static char *file_in(struct str folder, const char *name)
{
    struct buf path = BUF_INIT;
    buf_addf(&path, "%.*s/%s", STR_ARG(folder), name);
    struct stat info;
    if (memchr(path.ptr, '\0', path.len) == NULL && stat(path.ptr, &info) == 0 && S_ISREG(info.st_mode)) {
        return path.ptr;
    }
    buf_release(&path);
    return NULL;
}

/* The first of the names in the first of the folders ("a:b:c") that has one. */
static char *file_find(const char *folders, const char *const *names)
{
    char *found = NULL;
    while (folders != NULL && *folders != '\0' && found == NULL) {
        size_t len = strcspn(folders, ":");
        for (size_t i = 0; found == NULL && len > 0 && names[i] != NULL; i++) {
            found = file_in(str_slice(folders, len), names[i]);
        }
        folders += len + (folders[len] == ':');
    }
    return found;
}

static char *usual_file(const char *const *names)
{
    char *found = file_find(getenv("LURCHER_GEO"), names);
    return found != NULL ? found : file_find("/usr/share/GeoIP:/var/lib/GeoIP", names);
}

char *geo_find_place_file(void)
{
    static const char *const names[] = {
        "GeoIP2-Enterprise.mmdb", "GeoIP2-City.mmdb", "GeoLite2-City.mmdb", "dbip-city.mmdb", "dbip-city-lite.mmdb",
        "GeoIP2-Country.mmdb", "GeoLite2-Country.mmdb", "dbip-country.mmdb", "dbip-country-lite.mmdb", NULL};
    return usual_file(names);
}

char *geo_find_asn_file(void)
{
    static const char *const names[] = {
        "GeoIP2-ISP.mmdb", "GeoLite2-ASN.mmdb", "dbip-asn.mmdb", "dbip-asn-lite.mmdb", NULL};
    return usual_file(names);
}

/* ---- look-ups ---- */

/* An IPv4 address is looked up as such, however it was written: a file of IPv4
 * alone knows no other. */
static void address_fill(const struct ip *ip, struct sockaddr_storage *out)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    memset(out, 0, sizeof *out);
    if (memcmp(ip->bytes, mapped, sizeof mapped) == 0) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)out;
        v4->sin_family = AF_INET;
        memcpy(&v4->sin_addr, ip->bytes + 12, 4);
    } else {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
        v6->sin6_family = AF_INET6;
        memcpy(&v6->sin6_addr, ip->bytes, 16);
    }
}

static void db_read(struct geo *geo, MMDB_s *db, bool place, const struct ip *ip, struct symbols *symbols,
                    struct value *parts)
{
    int status;
    struct sockaddr_storage address;
    address_fill(ip, &address);
    MMDB_lookup_result_s found = MMDB_lookup_sockaddr(db, (const struct sockaddr *)&address, &status);
    if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR) {
        return;
    }
    if (status != MMDB_SUCCESS || (found.found_entry && !geo_record_read(&found.entry, place, symbols, parts))) {
        geo->damaged++;
    }
}

static const struct recent *recent_of(struct geo *geo, const struct ip *ip, struct symbols *symbols)
{
    struct recent *r = &geo->recent[hash_bytes(ip->bytes, sizeof ip->bytes) % RECENT];
    if (r->used && ip_compare(&r->ip, ip) == 0) {
        return r;
    }
    memset(r, 0, sizeof *r); /* all parts null */
    r->used = true;
    r->ip = *ip;
    if (geo->has_asn) {
        db_read(geo, &geo->asn, false, ip, symbols, r->parts);
    }
    if (geo->has_place) {
        db_read(geo, &geo->place, true, ip, symbols, r->parts);
    }
    return r;
}

struct value geo_part_of_ip(struct geo *geo, const struct ip *ip, enum program_geo part, struct symbols *symbols)
{
    if (geo == NULL || ip_private(ip)) {
        return value_null();
    }
    return recent_of(geo, ip, symbols)->parts[part];
}

struct value geo_part(struct geo *geo, struct str address, enum program_geo part, struct symbols *symbols)
{
    struct ip ip;
    return ip_parse(address, &ip) ? geo_part_of_ip(geo, &ip, part, symbols) : value_null();
}

uint64_t geo_damaged(const struct geo *geo) { return geo->damaged; }
bool geo_has_place(const struct geo *geo) { return geo->has_place; }
bool geo_has_asn(const struct geo *geo) { return geo->has_asn; }
