#include "engine/sink_json.h"

#include "tests/unit/alert_fixture.h"
#include "tests/unit/unit.h"

TEST(sink_json_writes_the_keys_in_order)
{
    struct alert_field fields[] = {{STR("actor"), fixture_text("a\"b")}, {STR("country"), value_null()},
                                   {STR("n"), value_int(3)}};
    struct alert_field facts[] = {{STR("known_for_s"), value_int(2592000)}, {STR("share"), value_float(0.25)}};
    struct alert_evidence evidence[] = {
        {"new", STR("new(action for actor, after 7d)"), facts, 2, STR("not in JSON"), 0}};
    struct alert a = fixture_alert(&fixture_rule, FIXTURE_NOON, "title", "e-1");
    a.fields = fields;
    a.n_fields = 3;
    a.evidence = evidence;
    a.n_evidence = 1;
    a.suppressed = 4;
    char *text = fixture_written(sink_json_new, &a, 1);
    CHECK_STR(str_from(text),
              STR("{\"id\":\"0123456789abcdef0123456789abcdef\",\"rule\":\"anomaly.new_action_for_actor\","
                  "\"severity\":\"low\",\"risk\":60,"
                  "\"time\":\"2023-04-01T12:00:03Z\",\"title\":\"title\",\"event_id\":\"e-1\","
                  "\"source\":\"cloudtrail\",\"fields\":{\"actor\":\"a\\\"b\",\"country\":null,\"n\":3},"
                  "\"evidence\":[{\"primitive\":\"new\",\"expr\":\"new(action for actor, after 7d)\","
                  "\"known_for_s\":2592000,\"share\":0.25}],\"attack\":[\"T1078.004\",\"T1526\"],"
                  "\"tags\":[],\"suppressed\":4}\n"));
    free(text);
}

TEST(sink_json_leaves_no_key_out)
{
    struct alert a = fixture_alert(&fixture_rule_high, 0, "", "");
    char *text = fixture_written(sink_json_new, &a, 1);
    CHECK_STR(str_from(text),
              STR("{\"id\":\"0123456789abcdef0123456789abcdef\",\"rule\":\"anomaly.new_country\","
                  "\"severity\":\"high\",\"risk\":null,"
                  "\"time\":\"1970-01-01T00:00:00Z\",\"title\":\"\",\"event_id\":\"\","
                  "\"source\":\"cloudtrail\",\"fields\":{},\"evidence\":[],\"attack\":[],"
                  "\"tags\":[],\"suppressed\":0}\n"));
    free(text);
}

TEST(sink_json_is_one_line_of_valid_utf8)
{
    struct alert a = fixture_alert(&fixture_rule, 0, "a\n\xff\x01z", "\xc3");
    char *text = fixture_written(sink_json_new, &a, 1);
    struct str s = str_from(text);
    CHECK(str_find(s, STR("\xff")) == SIZE_MAX);
    CHECK(str_find(s, STR("\xef\xbf\xbd")) != SIZE_MAX);
    CHECK_INT(str_find(s, STR("\n")), s.len - 1);
    free(text);
}

TEST(sink_json_tells_that_it_cannot_write)
{
    struct err err = {""};
    struct alert a = fixture_alert(&fixture_rule, 0, "t", "e");
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) {
        printf("# there is no /dev/full here\n");
        return;
    }
    struct sink *sink = sink_json_new(full);
    CHECK(!(sink->alert(sink, &a, &err) && sink->finish(sink, &err)));
    CHECK(str_starts(str_from(err.text), STR("cannot write alerts: ")));
    sink->free(sink);
    fclose(full);
}
