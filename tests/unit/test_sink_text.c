#include "engine/sink_text.h"

#include "tests/unit/alert_fixture.h"
#include "tests/unit/unit.h"

static struct sink *open_plain(FILE *file) { return sink_text_new(file, false); }
static struct sink *open_colour(FILE *file) { return sink_text_new(file, true); }

static const struct str vendor = {"arn:aws:iam::111122223333:role/vendor", 37};

TEST(sink_text_of_one_alert)
{
    struct alert_field fields[] = {{STR("actor"), value_str(vendor)},
                                   {STR("action"), fixture_text("DescribeInstances")},
                                   {STR("country"), fixture_text("RU")},
                                   {STR("asn"), value_null()},
                                   {STR("source_ip"), fixture_text("203.0.113.9")}};
    struct alert_evidence evidence[] = {
        {"new", STR("new(action for actor)"), NULL, 0,
         STR("first time in 121 events over 29 days; 1 other value seen before"), 0}};
    struct alert a =
        fixture_alert(&fixture_rule, FIXTURE_NOON, "vendor called ec2:DescribeInstances for the first time",
                      "3038ebd2-c98a-4c65-9b6e-e22506292313");
    a.fields = fields;
    a.n_fields = 5;
    a.evidence = evidence;
    a.n_evidence = 1;
    a.suppressed = 1200;
    char *text = fixture_written(open_plain, &a, 1);
    CHECK_STR(str_from(text),
              STR("2023-04-01 12:00:03 UTC  arn:aws:iam::111122223333:role/vendor\n"
                  "  LOW  vendor called ec2:DescribeInstances for the first time\n"
                  "      first time in 121 events over 29 days; 1 other value seen before\n"
                  "      1,200 repeats held back since the last alert\n"
                  "      rule anomaly.new_action_for_actor · T1078.004, T1526\n"
                  "      country: RU · source_ip: 203.0.113.9\n"
                  "        event 3038ebd2-c98a-4c65-9b6e-e22506292313\n"));
    free(text);
}

/* Alerts of the actors, at minutes from noon, one event each. */
static void group_alerts(struct alert *alerts, struct alert_field *fields, const char *const *actors,
                         const int *minutes, unsigned n)
{
    static const char *const ids[] = {"e1", "e2", "e3", "e4", "e5", "e6"};
    for (unsigned i = 0; i < n; i++) {
        fields[i] = (struct alert_field){STR("actor"), fixture_text(actors[i])};
        alerts[i] = fixture_alert(&fixture_rule, FIXTURE_NOON + minutes[i] * TIME_MINUTE, "did it", ids[i]);
        alerts[i].fields = &fields[i];
        alerts[i].n_fields = 1;
    }
}

TEST(sink_text_groups_an_actor_within_an_hour)
{
    static const char *const actors[] = {"ann", "bob", "ann", "ann"};
    static const int minutes[] = {0, 1, 59, 60};
    struct alert alerts[4];
    struct alert_field fields[4];
    group_alerts(alerts, fields, actors, minutes, 4);
    char *text = fixture_written(open_plain, alerts, 4);
    CHECK_STR(str_from(text),
              STR("2023-04-01 12:00:03 to 12:59:03 UTC  ann  (2 alerts)\n"
                  "  12:00:03  LOW  did it\n"
                  "                rule anomaly.new_action_for_actor · T1078.004, T1526\n"
                  "                event e1\n"
                  "  12:59:03  LOW  did it\n"
                  "                event e3\n"
                  "\n"
                  "2023-04-01 12:01:03 UTC  bob\n"
                  "  LOW  did it\n"
                  "      rule anomaly.new_action_for_actor · T1078.004, T1526\n"
                  "      event e2\n"
                  "\n"
                  "2023-04-01 13:00:03 UTC  ann\n"
                  "  LOW  did it\n"
                  "      rule anomaly.new_action_for_actor · T1078.004, T1526\n"
                  "      event e4\n"));
    free(text);
}

TEST(sink_text_keeps_the_alerts_of_an_event_together)
{
    struct alert_field fields[] = {{STR("actor"), value_str(vendor)}, {STR("country"), fixture_text("RU")}};
    struct alert_evidence evidence[] = {{"new", STR("new(country for actor)"), NULL, 0, STR("one"), 0},
                                        {"rare", STR("rare(country for actor)"), NULL, 0, STR("two"), 0}};
    struct alert alerts[] = {fixture_alert(&fixture_rule, FIXTURE_NOON, "first title", "e1"),
                             fixture_alert(&fixture_rule_high, FIXTURE_NOON, "it came from RU", "e1")};
    alerts[1].fields = fields;
    alerts[1].n_fields = 2;
    alerts[1].evidence = evidence;
    alerts[1].n_evidence = 2;
    char *text = fixture_written(open_plain, alerts, 2);
    CHECK_STR(str_from(text),
              STR("2023-04-01 12:00:03 UTC  arn:aws:iam::111122223333:role/vendor  (2 alerts)\n"
                  "  LOW  first title\n"
                  "      rule anomaly.new_action_for_actor · T1078.004, T1526\n"
                  "  HIGH  it came from RU\n"
                  "      new(country for actor): one\n"
                  "      rare(country for actor): two\n"
                  "      rule anomaly.new_country\n"
                  "      event e1\n"));
    free(text);
}

TEST(sink_text_says_a_value_that_is_only_a_part_of_a_word)
{
    struct alert_field fields[] = {{STR("country"), fixture_text("RU")}};
    struct alert a = fixture_alert(&fixture_rule_high, FIXTURE_NOON, "it TRUSTs", "e1");
    a.fields = fields;
    a.n_fields = 1;
    char *text = fixture_written(open_plain, &a, 1);
    CHECK(str_find(str_from(text), STR("country: RU · event e1")) != SIZE_MAX);
    free(text);
}

TEST(sink_text_cannot_be_forged)
{
    struct alert_field fields[] = {{STR("agent"), fixture_text("x\n\033[2J\xe2\x80\xae" "end")}};
    struct alert a = fixture_alert(&fixture_rule_high, FIXTURE_NOON, "t\r\nCRITICAL  forged", "e\n1");
    a.fields = fields;
    a.n_fields = 1;
    char *text = fixture_written(open_plain, &a, 1);
    CHECK_STR(str_from(text), STR("2023-04-01 12:00:03 UTC\n"
                                  "  HIGH  t\\r\\nCRITICAL  forged\n"
                                  "      rule anomaly.new_country\n"
                                  "      agent: x\\n\\x1b[2J\\u{202e}end · event e\\n1\n"));
    free(text);
}

TEST(sink_text_cuts_a_long_value_and_says_so)
{
    char *long_text = malloc(2001);
    memset(long_text, 'a', 2000);
    long_text[2000] = '\0';
    struct alert_field fields[] = {{STR("request"), fixture_text(long_text)}};
    struct alert a = fixture_alert(&fixture_rule_high, FIXTURE_NOON, "t", "e1");
    a.fields = fields;
    a.n_fields = 1;
    char *text = fixture_written(open_plain, &a, 1);
    CHECK(str_find(str_from(text), STR("a… (2000 bytes in all)")) != SIZE_MAX);
    free(text);
    free(long_text);
}

TEST(sink_text_never_passes_80_columns)
{
    struct alert_field fields[] = {
        {STR("actor"), fixture_text("arn:aws:sts::111122223333:assumed-role/a-role-with-quite-a-long-name/"
                                    "a-session-name-of-64-characters-0123456789-0123456789-0123456789")},
        {STR("agent"), fixture_text("[aws-cli/2.9.19 Python/3.9.11 Windows/10 exe/AMD64 prompt/off "
                                    "command/iam.list-attached-role-policies and more words to come]")},
        {STR("arn"), fixture_text("arn:aws:iam::111122223333:policy/a/path/that/is/deep/and/longer/than/a/line/of/"
                                  "eighty/columns/can/ever/hold/ThePolicy")}};
    struct alert a = fixture_alert(&fixture_rule, FIXTURE_NOON,
                                   "arn:aws:iam::111122223333:role/some-role-with-a-long-name did something in "
                                   "s3.amazonaws.com for the first time", "3038ebd2-c98a-4c65-9b6e-e22506292313");
    a.fields = fields;
    a.n_fields = 3;
    char *text = fixture_written(open_plain, &a, 1);
    unsigned widest = 0, column = 0;
    for (const char *p = text; *p != '\0'; p++) {
        column = *p == '\n' ? 0 : column + ((*p & 0xC0) != 0x80);
        widest = column > widest ? column : widest;
    }
    CHECK(widest <= 80 && widest > 60);
    free(text);
}

TEST(sink_text_colours_the_severity)
{
    struct alert a = fixture_alert(&fixture_rule_high, FIXTURE_NOON, "t", "e1");
    char *text = fixture_written(open_colour, &a, 1);
    CHECK(str_find(str_from(text), STR("\033[1;31mHIGH\033[0m  t\n")) != SIZE_MAX);
    free(text);
}
