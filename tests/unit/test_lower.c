#include "lang/program.h"

#include <math.h>

#include "base/timefmt.h"
#include "tests/unit/compile_fixture.h"

/* Many kinds of everything, for the invariants. */
static const char *const rich =
    "let kind = if(readOnly, \"r\", if(eventName like \"Get*\", \"g\", null))\n"
    "rule a { title \"{kind}\" match errorCode == null and (kind == \"r\" or resources[*].type == \"x\")\n"
    "  when new(eventName for awsRegion) and count(for awsRegion where kind == \"g\", within 1h) > 2\n"
    "  show any(resources[*].type != \"y\" and resources[*].ARN like \"a*\") once per awsRegion every 1h }\n"
    "rule b { title \"b\" match (kind == \"r\" or resources[*].type == \"x\") and errorCode == null\n"
    "  when rare(kind, eventName for awsRegion, under 3) or spike(sum requestParameters.n for awsRegion) }\n"
    "rule c { title \"c\" match not (readOnly or eventSource in (\"x\", \"y\")) or userAgent matches /a/ }\n";

TEST(targets_are_later_tests)
{
    struct program *p = program_of(rich);
    for (uint32_t i = 0; p != NULL && i < p->n_predicates; i++) {
        const struct program_predicate *at = &p->predicates[i];
        CHECK(at->count > 0 && (i == 0 || at->first >= p->predicates[i - 1].first + p->predicates[i - 1].count));
        for (uint32_t t = at->first; t < at->first + at->count; t++) {
            uint32_t targets[] = {p->tests[t].yes, p->tests[t].no};
            for (int k = 0; k < 2; k++) {
                bool end = targets[k] == PROGRAM_TRUE || targets[k] == PROGRAM_FALSE;
                CHECK(end || (targets[k] > t && targets[k] < at->first + at->count));
            }
        }
    }
    program_free(p);
}

TEST(operands_come_first)
{
    struct program *p = program_of(rich);
    for (uint32_t i = 0; p != NULL && i < p->n_nodes; i++) {
        const struct program_node *n = &p->nodes[i];
        const char *operands = program_op_operands((enum program_op)n->op);
        uint32_t abc[] = {n->a, n->b, n->c};
        for (int k = 0; k < 3; k++) {
            CHECK(operands[k] != 'n' || abc[k] < i);
            CHECK(operands[k] != 's' || abc[k] < p->n_fields);
            CHECK(operands[k] != 'k' || abc[k] < p->n_constants);
            CHECK(operands[k] != 'l' || abc[k] < p->n_lists);
            CHECK(operands[k] != 'r' || abc[k] < p->n_prims);
            CHECK(operands[k] != 'g' || abc[k] < p->n_groups);
        }
        for (uint32_t k = 0; operands[1] == 'A' && n->op != OP_GET && k < n->c; k++) {
            CHECK(p->args[n->b + k] < i);
        }
    }
    program_free(p);
}

TEST(equal_nodes_are_one)
{
    struct program *p = program_of(rich);
    for (uint32_t i = 0; p != NULL && i < p->n_nodes; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const struct program_node *a = &p->nodes[i], *b = &p->nodes[j];
            bool runs = program_op_operands((enum program_op)a->op)[1] == 'A';
            CHECK(runs || a->op == OP_CONST || a->op != b->op || a->a != b->a || a->b != b->b || a->c != b->c ||
                  a->flags != b->flags);
        }
    }
    program_free(p);
}

TEST(equal_matches_are_one_population)
{
    struct program *p = program_of(rich);
    if (p == NULL) {
        return;
    }
    CHECK_INT(p->n_populations, 2);
    CHECK_INT(p->populations[0].rules.count, 2);
    CHECK_STR(p->rules[0].name, STR("a"));
    CHECK_STR(p->rules[2].name, STR("c"));
    CHECK_INT(p->populations[0].entities.count, 1);
    CHECK_INT(p->populations[0].states.count, 4);
    CHECK_INT(p->populations[0].prims.count, 4);
    CHECK_INT(p->populations[1].states.count, 0);
    CHECK_STR(p->entities[0].text, STR("awsRegion"));
    program_free(p);
}

TEST(rules_of_a_population_are_together)
{
    struct program *p = program_of("rule m1 { title \"t\" match readOnly }\n"
                                   "rule z { title \"t\" match eventName == \"x\" }\n"
                                   "rule b { title \"t\" match readOnly }\n"
                                   "rule a { title \"t\" match eventName == \"x\" }");
    static const char *const order[] = {"a", "z", "b", "m1"};
    for (uint32_t i = 0; p != NULL && i < p->n_rules; i++) {
        CHECK_STR(p->rules[i].name, str_from(order[i]));
        uint32_t population = p->rules[i].population;
        CHECK(i >= p->populations[population].rules.first);
    }
    program_free(p);
}

TEST(thresholds_share_a_state)
{
    struct program *p = program_of("rule a { title \"t\" match true when rare(eventName, min 5, after 1d) }\n"
                                   "rule b { title \"t\" match true when rare(action, min 9, under 2) }\n"
                                   "rule c { title \"t\" match true when rare(action, within 9d) }");
    if (p == NULL) {
        return;
    }
    CHECK_INT(p->n_prims, 3);
    CHECK_INT(p->n_states, 2);
    CHECK_INT(p->prims[0].state, p->prims[1].state);
    CHECK(strcmp(p->states[0].signature.hex, p->states[1].signature.hex) != 0);
    CHECK(p->prims[0].options.below > 0.0099 && p->prims[0].options.below < 0.0101);
    CHECK(isnan(p->prims[1].options.below));
    CHECK_INT(p->prims[1].options.under, 2);
    CHECK_INT(p->prims[0].options.after, TIME_DAY);
    program_free(p);
}

/* Signatures name states on disk and in reports: they must not change by accident. */
TEST(signatures_are_stable)
{
    struct program *p = program_of("rule a { title \"t\" match eventSource == \"s\" and readOnly\n"
                                   "  when new(eventName for awsRegion where errorCode != null, within 5d)\n"
                                   "  or spike(distinct eventName for awsRegion, per 2h) }");
    if (p == NULL) {
        return;
    }
    CHECK_STR(p->states[0].text, STR("new(eventName for awsRegion where errorCode != null) over cloudtrail: "
                                     "eventSource == \"s\" and readOnly"));
    CHECK_STR(p->states[1].text, STR("spike(distinct eventName for awsRegion, per 2h, within 14d) over cloudtrail: "
                                     "eventSource == \"s\" and readOnly"));
    CHECK_STR(str_from(p->states[0].signature.hex), str_from(hash_name(p->states[0].text).hex));
    program_free(p);
}

static const struct program_field *field_of(const struct program *p, const char *path)
{
    for (uint32_t i = 0; i < p->n_fields; i++) {
        if (str_equal(p->fields[i].path, str_from(path))) {
            return &p->fields[i];
        }
    }
    return NULL;
}

TEST(what_keys_gets_a_symbol)
{
    struct program *p = program_of("rule r { title \"{userAgent}\"\n"
                                   "  match errorCode != null and requestID == sharedEventID\n"
                                   "  when new(lower(eventName) for concat(awsRegion, recipientAccountId))\n"
                                   "  or sum(requestParameters.n, within 1h) > 3\n"
                                   "  show vpcEndpointId once per apiVersion every 1h }");
    static const char *const keyed[] = {"errorCode", "eventName", "awsRegion", "recipientAccountId", "apiVersion"};
    static const char *const plain[] = {"userAgent", "requestID", "sharedEventID", "requestParameters.n",
                                        "vpcEndpointId"};
    for (size_t i = 0; p != NULL && i < 5; i++) {
        const struct program_field *yes = field_of(p, keyed[i]), *no = field_of(p, plain[i]);
        CHECK(yes != NULL && yes->keyed);
        CHECK(no != NULL && !no->keyed);
    }
    program_free(p);
}

TEST(only_what_is_read_gets_a_slot)
{
    struct program *p = program_of("rule r { title \"{eventTime} {eventID}\" match errorCode != null }");
    if (p == NULL) {
        return;
    }
    CHECK_INT(p->n_fields, 1);
    CHECK_INT(p->sources[0].index.count, 0);
    CHECK_INT(p->sources[0].time.count, 1);
    CHECK(p->sources[0].envelopes.count > 0);
    program_free(p);
}

TEST(nodes_know_what_they_depend_on)
{
    struct program *p = program_of("rule r { title \"t\" match true\n"
                                   "  show lower(eventName) as a, concat(eventName, awsRegion) as b,"
                                   " hour(eventTime) as c, if(eventName == \"x\", eventName, null) as d, \"k\" as e,"
                                   " length(resources[*].ARN) as f, resources[*].ARN == \"x\" as g }");
    if (p == NULL) {
        return;
    }
    uint32_t name = (uint32_t)(field_of(p, "eventName") - p->fields);
    uint32_t arn = (uint32_t)(field_of(p, "resources[*].ARN") - p->fields);
    uint32_t want[] = {name, DEPENDS_MUCH, DEPENDS_MUCH, name, DEPENDS_NOTHING, arn, arn};
    for (uint32_t i = 0; i < 7; i++) {
        const struct program_node *n = &p->nodes[p->shows[i].node];
        CHECK_INT(n->depends, want[i]);
        CHECK(!(n->flags & NODE_BOUND));
    }
    program_free(p);
}

TEST(primitives_of_when_are_in_the_order_written)
{
    struct program *p = program_of("rule r { title \"{count(within 9h)}\" match true\n"
                                   "  when new(eventName) and (count(within 2h) > 1 or count(within 1h) > 2)\n"
                                   "  and not new(eventName) and count(within 3h) < 9 }");
    static const char *const order[] = {"new(eventName)", "count(within 2h)", "count(within 1h)", "count(within 3h)"};
    if (p == NULL) {
        return;
    }
    CHECK_INT(p->n_prims, 5);
    CHECK_INT(p->rules[0].prims.count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        CHECK_STR(p->prims[p->args[p->rules[0].prims.first + i]].text, str_from(order[i]));
    }
    program_free(p);
}

TEST(a_let_keeps_the_text_of_its_primitive)
{
    struct program *p = program_of("let odd(x) = rare(\n   x # what\n  for awsRegion,\n under 2 )\n"
                                   "rule r { title \"t\" match true when odd(eventName) or odd(userAgent) }");
    if (p == NULL) {
        return;
    }
    CHECK_INT(p->n_prims, 2);
    CHECK_INT(p->n_states, 2);
    CHECK_STR(p->prims[0].text, STR("rare(x for awsRegion, under 2)"));
    CHECK_STR(p->prims[1].text, STR("rare(x for awsRegion, under 2)"));
    program_free(p);
}

TEST(lets_are_put_in_where_they_were_written)
{
    struct program *p = program_of("let action = \"mine\"\nlet request = requestParameters\nlet same(a, b) = a == b\n"
                                   "let twice(x) = same(same(x, \"a\"), same(x, \"b\"))\n"
                                   "rule r { title \"t\" match true show action, is_discovery, request.a.b as deep,\n"
                                   "  same(resources[*].type, \"x\") as star, twice(eventName) as t }");
    struct buf out = BUF_INIT;
    if (p == NULL) {
        return;
    }
    program_print_node(p, p->shows[0].node, &out);
    CHECK_STR(buf_str(&out), STR("\"mine\"")); /* hides the library's, but not for the library */
    buf_reset(&out);
    program_print_node(p, p->shows[2].node, &out);
    CHECK_STR(buf_str(&out), STR("requestParameters.a.b"));
    buf_reset(&out);
    program_print_node(p, p->shows[3].node, &out);
    CHECK_STR(buf_str(&out), STR("any(resources[*].type == \"x\")"));
    CHECK(field_of(p, "eventName") != NULL);
    buf_release(&out);
    program_free(p);
}

TEST(rules_are_found_by_their_last_part)
{
    struct program *p = program_of("pack demo { version \"1\" }\nrule one { title \"t\" match true }");
    if (p == NULL) {
        return;
    }
    CHECK_INT(program_rule_find(p, STR("demo.one")), 0);
    CHECK_INT(program_rule_find(p, STR("one")), 0);
    CHECK_INT(program_rule_find(p, STR("ne")), PROGRAM_NONE);
    CHECK_INT(program_rule_find(p, STR("")), PROGRAM_NONE);
    program_free(p);
}

TEST(no_rule_is_a_program_too)
{
    struct program *p = program_of("let a = eventName");
    if (p != NULL) {
        CHECK_INT(p->n_rules, 0);
        CHECK_INT(p->n_sources, 0);
    }
    program_free(p);
}
