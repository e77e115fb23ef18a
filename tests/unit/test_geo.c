#include "engine/geo.h"

#include <glob.h>
#include <jansson.h>

#include "tests/unit/mmdb_writer.h"
#include "tests/unit/unit.h"

/* ---- one record ---- */

struct one {
    struct geo *geo;
    struct symbols *symbols;
    char path[64];
};

/* Open a file with this record as the place file, the ASN file or both. */
static bool one_open(struct one *o, struct buf *record, bool place, bool asn)
{
    struct buf file = BUF_INIT;
    struct err err = {""};
    mmdb_file(&file, buf_str(record));
    bool good = mmdb_save(buf_str(&file), o->path) &&
                geo_open(place ? o->path : NULL, asn ? o->path : NULL, &o->geo, &err);
    if (!CHECK(good)) {
        printf("# %s\n", err.text);
    }
    o->symbols = symbols_new();
    buf_release(&file);
    buf_release(record);
    return good;
}

static void one_close(struct one *o)
{
    geo_close(o->geo);
    symbols_free(o->symbols);
    unlink(o->path);
}

static struct value one_part(struct one *o, enum program_geo part)
{
    return geo_part(o->geo, STR("8.8.8.8"), part, o->symbols);
}

/* A text part as text, "" for null. */
static struct str one_text(struct one *o, enum program_geo part)
{
    struct value v = one_part(o, part);
    return v.kind == VALUE_STRING ? value_text(&v) : STR("");
}

static bool near(struct value v, double want)
{
    return v.kind == VALUE_FLOAT && v.f > want - 1e-9 && v.f < want + 1e-9;
}

static void names_add(struct buf *b, const char *english)
{
    mmdb_text(b, "names");
    mmdb_map(b, 2);
    mmdb_text(b, "de");
    mmdb_text(b, "falsch");
    mmdb_text(b, "en");
    mmdb_text(b, english);
}

static void nested_add(struct buf *b, bool iso_of_region)
{
    mmdb_map(b, 6);
    mmdb_text(b, "city");
    mmdb_map(b, 1);
    names_add(b, "London");
    mmdb_text(b, "continent");
    mmdb_map(b, 1);
    mmdb_text(b, "code");
    mmdb_text(b, "EU");
    mmdb_text(b, "country");
    mmdb_map(b, 2);
    mmdb_text(b, "iso_code");
    mmdb_text(b, "GB");
    names_add(b, "United Kingdom");
    mmdb_text(b, "location");
    mmdb_map(b, 2);
    mmdb_text(b, "latitude");
    mmdb_double(b, 51.5);
    mmdb_text(b, "longitude");
    mmdb_double(b, -0.125);
    mmdb_text(b, "registered_country");
    mmdb_map(b, 1);
    mmdb_text(b, "iso_code");
    mmdb_text(b, "US");
    mmdb_text(b, "subdivisions");
    mmdb_array(b, 1);
    mmdb_map(b, 1 + iso_of_region);
    if (iso_of_region) {
        mmdb_text(b, "iso_code");
        mmdb_text(b, "ENG");
    }
    names_add(b, "England");
}

TEST(geo_reads_nested_records)
{
    struct one o;
    struct buf b = BUF_INIT;
    nested_add(&b, true);
    if (!one_open(&o, &b, true, false)) {
        return;
    }
    CHECK_STR(one_text(&o, GEO_COUNTRY), STR("GB"));
    CHECK_STR(one_text(&o, GEO_COUNTRY_NAME), STR("United Kingdom"));
    CHECK_STR(one_text(&o, GEO_REGION), STR("ENG"));
    CHECK_STR(one_text(&o, GEO_CITY), STR("London"));
    CHECK_STR(one_text(&o, GEO_CONTINENT), STR("EU"));
    CHECK(near(one_part(&o, GEO_LATITUDE), 51.5));
    CHECK(near(one_part(&o, GEO_LONGITUDE), -0.125));
    CHECK_INT(one_part(&o, GEO_ASN).kind, VALUE_NULL);
    CHECK_INT(geo_damaged(o.geo), 0);
    CHECK(geo_has_place(o.geo) && !geo_has_asn(o.geo));
    one_close(&o);
}

TEST(geo_takes_a_regions_name_without_its_code)
{
    struct one o;
    struct buf b = BUF_INIT;
    nested_add(&b, false);
    if (one_open(&o, &b, true, false)) {
        CHECK_STR(one_text(&o, GEO_REGION), STR("England"));
        one_close(&o);
    }
}

TEST(geo_never_takes_the_registered_country)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 1);
    mmdb_text(&b, "registered_country");
    mmdb_map(&b, 1);
    mmdb_text(&b, "iso_code");
    mmdb_text(&b, "US");
    if (one_open(&o, &b, true, false)) {
        CHECK_INT(one_part(&o, GEO_COUNTRY).kind, VALUE_NULL);
        one_close(&o);
    }
}

TEST(geo_reads_flat_records)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 8);
    mmdb_text(&b, "country_code");
    mmdb_text(&b, "de"); /* small letters */
    mmdb_text(&b, "country");
    mmdb_text(&b, "Germany");
    mmdb_text(&b, "continent");
    mmdb_text(&b, "EU");
    mmdb_text(&b, "state1");
    mmdb_text(&b, "Hessen");
    mmdb_text(&b, "city");
    mmdb_text(&b, "Frankfurt");
    mmdb_text(&b, "latitude");
    mmdb_text(&b, "50.25"); /* as text */
    mmdb_text(&b, "asn");
    mmdb_text(&b, "AS64500");
    mmdb_text(&b, "as_name");
    mmdb_text(&b, "Example Net");
    if (!one_open(&o, &b, true, true)) {
        return;
    }
    CHECK_STR(one_text(&o, GEO_COUNTRY), STR("DE"));
    CHECK_STR(one_text(&o, GEO_COUNTRY_NAME), STR("Germany"));
    CHECK_STR(one_text(&o, GEO_CONTINENT), STR("EU"));
    CHECK_STR(one_text(&o, GEO_REGION), STR("Hessen"));
    CHECK_STR(one_text(&o, GEO_CITY), STR("Frankfurt"));
    CHECK(near(one_part(&o, GEO_LATITUDE), 50.25));
    CHECK_INT(one_part(&o, GEO_LONGITUDE).kind, VALUE_NULL);
    CHECK_INT(one_part(&o, GEO_ASN).i, 64500);
    CHECK_STR(one_text(&o, GEO_AS_ORG), STR("Example Net"));
    one_close(&o);
}

TEST(geo_a_plain_country_of_two_letters_is_its_code)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 2);
    mmdb_text(&b, "country");
    mmdb_text(&b, "FR");
    mmdb_text(&b, "country_name");
    mmdb_text(&b, "France");
    if (one_open(&o, &b, true, false)) {
        CHECK_STR(one_text(&o, GEO_COUNTRY), STR("FR"));
        CHECK_STR(one_text(&o, GEO_COUNTRY_NAME), STR("France"));
        one_close(&o);
    }
}

TEST(geo_what_does_not_fit_is_null)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 5);
    mmdb_text(&b, "country_code");
    mmdb_text(&b, "-");
    mmdb_text(&b, "latitude");
    mmdb_double(&b, 91);
    mmdb_text(&b, "longitude");
    mmdb_text(&b, "nan");
    mmdb_text(&b, "asn");
    mmdb_u32(&b, 0);
    mmdb_text(&b, "city");
    mmdb_text(&b, "");
    if (one_open(&o, &b, true, true)) {
        for (int part = 0; part < GEO_COUNT; part++) {
            CHECK_INT(one_part(&o, (enum program_geo)part).kind, VALUE_NULL);
        }
        CHECK_INT(geo_damaged(o.geo), 0);
        one_close(&o);
    }
}

TEST(geo_an_asn_file_gives_no_place)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 3);
    mmdb_text(&b, "country_code");
    mmdb_text(&b, "DE");
    mmdb_text(&b, "autonomous_system_number");
    mmdb_u32(&b, UINT32_MAX);
    mmdb_text(&b, "autonomous_system_organization");
    mmdb_text(&b, "Example Net");
    if (one_open(&o, &b, false, true)) {
        CHECK_INT(one_part(&o, GEO_COUNTRY).kind, VALUE_NULL);
        CHECK_INT(one_part(&o, GEO_ASN).i, UINT32_MAX);
        CHECK_STR(one_text(&o, GEO_AS_ORG), STR("Example Net"));
        one_close(&o);
    }
}

TEST(geo_services_and_private_addresses_are_nowhere)
{
    static const char *const nowhere[] = {"ec2.amazonaws.com", "AWS Internal", "", "10.1.2.3", "127.0.0.1", "8.8.8.8 ",
                                          "8.8.8", "fe80::1", "256.1.1.1", "2600::1"};
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 1);
    mmdb_text(&b, "country_code");
    mmdb_text(&b, "DE");
    if (!one_open(&o, &b, true, false)) {
        return;
    }
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        CHECK_INT(geo_part(o.geo, str_from(nowhere[i]), GEO_COUNTRY, o.symbols).kind, VALUE_NULL);
    }
    CHECK_INT(geo_part(o.geo, STR("::ffff:8.8.8.8"), GEO_COUNTRY, o.symbols).kind, VALUE_STRING);
    CHECK_INT(geo_damaged(o.geo), 0); /* 2600::1 in a file of IPv4 is no damage */
    one_close(&o);
}

/* ---- files that are not right ---- */

TEST(geo_refuses_what_is_no_database)
{
    struct geo *geo = NULL;
    struct err err = {""};
    char path[64];
    CHECK(!geo_open("/nonexistent/x.mmdb", NULL, &geo, &err));
    CHECK(strstr(err.text, "/nonexistent/x.mmdb: cannot open: No such file") != NULL);
    CHECK(!geo_open(NULL, "/", &geo, &err));
    CHECK(strstr(err.text, "/: is no file") != NULL);
    CHECK(mmdb_save(STR("no database at all"), path));
    CHECK(!geo_open(path, NULL, &geo, &err));
    CHECK(strstr(err.text, "no MaxMind DB, or a damaged one") != NULL);
    unlink(path);
    CHECK(geo_open(NULL, NULL, &geo, &err));
    CHECK_INT(geo_part(geo, STR("8.8.8.8"), GEO_COUNTRY, NULL).kind, VALUE_NULL);
    geo_close(geo);
}

TEST(geo_counts_damaged_records)
{
    struct one o;
    struct buf b = BUF_INIT;
    mmdb_map(&b, 2);
    mmdb_text(&b, "country_code");
    mmdb_text(&b, "GB");
    mmdb_text(&b, "city");
    mmdb_head(&b, 2, 280); /* longer than the file */
    if (!one_open(&o, &b, true, false)) {
        return;
    }
    CHECK_INT(one_part(&o, GEO_CITY).kind, VALUE_NULL);
    CHECK_INT(geo_damaged(o.geo), 1);
    one_close(&o);
}

/* Whatever one byte is turned into: refused, null or some value, never a crash. */
TEST(geo_survives_any_one_byte)
{
    struct buf record = BUF_INIT, file = BUF_INIT;
    unsigned opened = 0, refused = 0;
    nested_add(&record, true);
    mmdb_file(&file, buf_str(&record));
    struct symbols *symbols = symbols_new();
    for (size_t i = 0; i < file.len; i++) {
        struct geo *geo;
        struct err err = {""};
        char path[64], old = file.ptr[i];
        file.ptr[i] = (char)(old ^ 0xff);
        CHECK(mmdb_save(buf_str(&file), path));
        if (geo_open(path, path, &geo, &err)) {
            opened++;
            for (int part = 0; part < GEO_COUNT; part++) {
                struct value v = geo_part(geo, STR("8.8.8.8"), (enum program_geo)part, symbols);
                CHECK(v.kind == VALUE_NULL || v.kind == VALUE_STRING || v.kind == VALUE_FLOAT || v.kind == VALUE_INT);
            }
            geo_close(geo);
        } else {
            refused++;
            CHECK(err.text[0] != '\0');
        }
        file.ptr[i] = old;
        unlink(path);
    }
    CHECK(opened > 0 && refused > 0);
    symbols_free(symbols);
    buf_release(&record);
    buf_release(&file);
}

TEST(geo_finds_files_in_the_folders_of_the_environment)
{
    char folder[] = "/tmp/lurcher-test-XXXXXX", path[80];
    if (!CHECK(mkdtemp(folder) != NULL)) {
        return;
    }
    snprintf(path, sizeof path, "/nonexistent::%s", folder);
    setenv("LURCHER_GEO", path, 1);
    snprintf(path, sizeof path, "%s/GeoLite2-City.mmdb", folder);
    FILE *file = fopen(path, "w");
    if (CHECK(file != NULL)) {
        fclose(file);
    }
    char *found = geo_find_place_file();
    CHECK(found != NULL && strcmp(found, path) == 0);
    free(found);
    unlink(path);
    rmdir(folder);
    unsetenv("LURCHER_GEO");
}

/* ---- MaxMind's test files and real ones ---- */

static struct buf data_path(const char *name)
{
    struct buf path = BUF_INIT;
    const char *top = getenv("TOP_SRCDIR");
    buf_addf(&path, "%s/../shared/data/geo/%s", top == NULL ? "." : top, name);
    return path;
}

static bool data_missing(const char *name)
{
    struct buf path = data_path(name);
    bool missing = access(path.ptr, R_OK) != 0;
    if (missing) {
        printf("# passed over: %s is not there\n", name);
    }
    buf_release(&path);
    return missing;
}

/* Look up a few addresses in every file that the pattern finds; how many were refused. */
static unsigned files_try(const char *pattern, unsigned *n_files)
{
    static const char *const addresses[] = {"1.1.1.1", "1.2.3.4", "81.2.69.142", "216.160.83.56", "255.255.255.254",
                                            "2001:218::1", "2a02:cf40::1", "2600::"};
    struct buf path = data_path(pattern);
    glob_t found;
    unsigned refused = 0;
    struct symbols *symbols = symbols_new();
    *n_files = 0;
    if (glob(path.ptr, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            struct geo *geo;
            struct err err = {""};
            *n_files += 1;
            if (!geo_open(found.gl_pathv[i], found.gl_pathv[i], &geo, &err)) {
                refused++;
                CHECK(strstr(err.text, ".mmdb: ") != NULL);
                continue;
            }
            for (size_t a = 0; a < sizeof addresses / sizeof *addresses; a++) {
                for (int part = 0; part < GEO_COUNT; part++) {
                    struct value v = geo_part(geo, str_from(addresses[a]), (enum program_geo)part, symbols);
                    CHECK(v.kind == VALUE_NULL || v.kind == VALUE_STRING || v.kind == VALUE_FLOAT ||
                          v.kind == VALUE_INT);
                }
            }
            geo_close(geo);
        }
        globfree(&found);
    }
    symbols_free(symbols);
    buf_release(&path);
    return refused;
}

TEST(geo_bad_files_are_refused_or_null)
{
    unsigned n_files;
    if (data_missing("maxmind-test/bad-data")) {
        return;
    }
    unsigned refused = files_try("maxmind-test/bad-data/*/*.mmdb", &n_files);
    CHECK(n_files >= 20 && refused >= 5);
    files_try("maxmind-test/test-data/*.mmdb", &n_files);
    CHECK(n_files >= 20);
}

static struct str json_at(const json_t *j, const char *const *path)
{
    for (; *path != NULL && j != NULL; path++) {
        j = json_is_array(j) ? json_array_get(j, 0) : json_object_get(j, *path);
    }
    return str_from(j == NULL || !json_is_string(j) ? "" : json_string_value(j));
}

#define PATH(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct str text_of(struct geo *geo, struct str address, enum program_geo part, struct symbols *symbols)
{
    struct value v = geo_part(geo, address, part, symbols);
    return v.kind == VALUE_STRING ? value_text(&v) : STR("");
}

/* The record that the file was made of, against what is read. */
static void record_check(struct geo *geo, struct str address, const json_t *record, struct symbols *symbols)
{
    struct str region = json_at(record, PATH("subdivisions", "0", "iso_code"));
    if (region.len == 0) {
        region = json_at(record, PATH("subdivisions", "0", "names", "en"));
    }
    const json_t *place = json_object_get(record, "location");
    const json_t *latitude = json_object_get(place, "latitude");
    const json_t *asn = json_object_get(record, "autonomous_system_number");
    struct value lat = geo_part(geo, address, GEO_LATITUDE, symbols);
    struct value number = geo_part(geo, address, GEO_ASN, symbols);
    CHECK_STR(text_of(geo, address, GEO_COUNTRY, symbols), json_at(record, PATH("country", "iso_code")));
    CHECK_STR(text_of(geo, address, GEO_COUNTRY_NAME, symbols), json_at(record, PATH("country", "names", "en")));
    CHECK_STR(text_of(geo, address, GEO_CITY, symbols), json_at(record, PATH("city", "names", "en")));
    CHECK_STR(text_of(geo, address, GEO_CONTINENT, symbols), json_at(record, PATH("continent", "code")));
    CHECK_STR(text_of(geo, address, GEO_REGION, symbols), region);
    CHECK(latitude == NULL ? lat.kind == VALUE_NULL : near(lat, json_number_value(latitude)));
    if (asn != NULL) {
        CHECK_INT(number.i, json_integer_value(asn));
        CHECK_STR(text_of(geo, address, GEO_AS_ORG, symbols),
                  json_at(record, PATH("autonomous_system_organization")));
    }
}

/* How many networks of the source begin with this address? */
static unsigned networks_at(const json_t *source, struct str address)
{
    size_t i;
    unsigned n = 0;
    json_t *entry, *record;
    const char *net;
    json_array_foreach(source, i, entry) {
        json_object_foreach(entry, net, record) {
            n += str_equal(str_slice(net, strcspn(net, "/")), address);
        }
    }
    return n;
}

static unsigned source_check(const json_t *source, struct geo *geo, struct symbols *symbols)
{
    size_t i;
    unsigned checked = 0;
    json_t *entry, *record;
    const char *net;
    struct ip ip;
    json_array_foreach(source, i, entry) {
        json_object_foreach(entry, net, record) {
            struct str address = str_slice(net, strcspn(net, "/"));
            if (!ip_parse(address, &ip) || ip_private(&ip) || networks_at(source, address) > 1) {
                continue; /* of nested networks it is not told here which one wins */
            }
            record_check(geo, address, record, symbols);
            checked++;
        }
    }
    return checked;
}

static void database_check(const char *name, bool place, unsigned at_least)
{
    char relative[128];
    struct geo *geo = NULL;
    struct err err = {""};
    snprintf(relative, sizeof relative, "maxmind-test/test-data/%s.mmdb", name);
    if (data_missing(relative)) {
        return;
    }
    struct buf db = data_path(relative);
    snprintf(relative, sizeof relative, "maxmind-test/source-data/%s.json", name);
    struct buf json = data_path(relative);
    json_t *source = json_load_file(json.ptr, 0, NULL);
    struct symbols *symbols = symbols_new();
    if (CHECK(source != NULL) && CHECK(geo_open(place ? db.ptr : NULL, place ? NULL : db.ptr, &geo, &err))) {
        unsigned checked = source_check(source, geo, symbols);
        CHECK(checked >= at_least);
        CHECK_INT(geo_damaged(geo), 0);
    }
    geo_close(geo);
    symbols_free(symbols);
    json_decref(source);
    buf_release(&db);
    buf_release(&json);
}

TEST(geo_city_file_of_maxmind) { database_check("GeoIP2-City-Test", true, 100); }
TEST(geo_country_file_of_maxmind) { database_check("GeoIP2-Country-Test", true, 100); }
TEST(geo_asn_file_of_maxmind) { database_check("GeoLite2-ASN-Test", false, 50); }

TEST(geo_flat_files_of_others)
{
    static const char *const names[] = {"dbip-country-mmdb/dbip-country.mmdb",
                                        "iptoasn-country-mmdb/iptoasn-country.mmdb",
                                        "geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"};
    for (size_t i = 0; i < 3; i++) {
        struct geo *geo = NULL;
        struct err err = {""};
        if (data_missing(names[i])) {
            continue;
        }
        struct buf path = data_path(names[i]);
        struct symbols *symbols = symbols_new();
        if (CHECK(geo_open(path.ptr, NULL, &geo, &err))) {
            CHECK_STR(text_of(geo, STR("8.8.8.8"), GEO_COUNTRY, symbols), STR("US"));
            CHECK_STR(text_of(geo, STR("193.0.6.139"), GEO_COUNTRY, symbols), STR("NL"));
            CHECK_INT(text_of(geo, STR("2001:4860:4860::8888"), GEO_COUNTRY, symbols).len, 2); /* they do not agree */
        }
        geo_close(geo);
        symbols_free(symbols);
        buf_release(&path);
    }
}
