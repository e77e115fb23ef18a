/* The engine from files to alerts, with a program made by hand. */
#include "base/timefmt.h"
#include "engine/engine.h"
#include "engine/hunt.h"
#include "engine/sink_json.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/unit.h"

enum { RULES_MAX = 300 };

/* A program over events {"t", "id", "k", "v"} with one population (all events),
 * one primitive new(v for k, after 0s), and rules that the tests add. */
struct world {
    struct maker m;
    struct program_run runs[1];
    struct program_entity entity;
    struct program_state state;
    struct program_prim prim;
    struct program_rule rules[RULES_MAX];
    char names[RULES_MAX][16];
    uint32_t k, v, fresh; /* nodes; fresh: the primitive as a predicate */
    struct stats stats;
    struct err err;
    struct buf out;       /* "rule:event " of each alert */
    unsigned warnings;
    unsigned fail_at;     /* the sink fails at this alert, from 1 */
    unsigned finished;
};

static struct world *world; /* the sink and the report find it here */

static struct program_run path_of(const char *name)
{
    struct maker *m = &world->m;
    m->segments[m->program.n_segments] = (struct program_segment){SEGMENT_KEY, str_from(name), 0};
    return (struct program_run){m->program.n_segments++, 1};
}

static uint32_t field_of(const char *name)
{
    struct maker *m = &world->m;
    uint32_t node = maker_field(m, name, TYPE_STRING);
    m->fields[m->nodes[node].a].path_run = path_of(name);
    return node;
}

static void world_open(void)
{
    world = calloc(1, sizeof *world);
    struct maker *m = &world->m;
    struct program *p = &m->program;
    maker_open(m);
    world->k = field_of("k");
    world->v = field_of("v");
    m->sources[0] = (struct program_source){.name = STR("log"), .time = path_of("t"), .id = path_of("id")};
    uint32_t prim = maker_node(m, (struct program_node){.op = OP_PRIM, .flags = NODE_STATEFUL,
                                                        .type = {TYPE_BOOL, false}, .depends = DEPENDS_MUCH});
    world->fresh = maker_test(m, prim);
    world->entity = (struct program_entity){.key = maker_args(m, &world->k, 1)};
    world->state = (struct program_state){
        .kind = PRIMITIVE_NEW, .where = PROGRAM_TRUE, .v = maker_args(m, &world->v, 1)};
    world->prim = (struct program_prim){.kind = PRIMITIVE_NEW, .options = primitive_defaults(PRIMITIVE_NEW),
                                        .text = STR("new(v for k, after 0s)")};
    world->prim.options.after = 0;
    p->runs = world->runs;
    p->entities = &world->entity;
    p->states = &world->state;
    p->prims = &world->prim;
    p->rules = world->rules;
    p->n_entities = p->n_states = p->n_prims = 1;
    maker_population(m, PROGRAM_TRUE);
    m->populations[0].entities = m->populations[0].states = m->populations[0].prims = (struct program_run){0, 1};
    symbols_free(m->symbols); /* the engine has its own */
    m->symbols = NULL;
}

static struct program_rule *rule_add(const char *name, uint32_t when)
{
    struct program *p = &world->m.program;
    struct program_rule *r = &world->rules[p->n_rules++];
    snprintf(world->names[p->n_rules - 1], sizeof world->names[0], "%s", name);
    *r = (struct program_rule){.name = str_from(world->names[p->n_rules - 1]), .when = when};
    world->m.populations[0].rules.count = p->n_rules;
    return r;
}

static void world_close(void)
{
    stats_release(&world->stats);
    buf_release(&world->out);
    free(world);
    world = NULL;
}

static bool sink_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    (void)sink;
    buf_add_str(&world->out, alert->rule->name);
    buf_add_char(&world->out, ':');
    buf_add_str(&world->out, alert->event_id);
    if (alert->suppressed > 0) {
        buf_addf(&world->out, "+%u", (unsigned)alert->suppressed);
    }
    buf_add_char(&world->out, ' ');
    return --world->fail_at != 0 || err_set(err, "the pipe is shut");
}

static bool sink_finish(struct sink *sink, struct err *err)
{
    (void)sink;
    (void)err;
    world->finished++;
    return true;
}

static void report_call(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    (void)context;
    (void)file;
    (void)offset;
    (void)text;
    world->warnings += kind == REPORT_WARNING;
}

static const struct engine_options options = {
    .feed = {.since = INT64_MIN, .until = INT64_MAX}, .report = {report_call, NULL}};

static bool world_run(const char *path)
{
    struct sink sink = {sink_alert, sink_finish, NULL};
    return engine_run(&world->m.program, &path, 1, &options, &sink, &world->stats, &world->err);
}

/* Events "KV KV …", a second apart, as a file. */
static const char *events_write(const char *pairs)
{
    struct buf text = BUF_INIT;
    int n = 0;
    for (const char *p = pairs; *p != '\0'; p += p[2] == ' ' ? 3 : 2) {
        buf_addf(&text, "{\"t\":\"2023-01-01T00:00:%02dZ\",\"id\":\"e%d\",\"k\":\"%c\",\"v\":\"%c\"}\n", n,
                 n + 1, p[0], p[1]);
        n++;
    }
    const char *path = files_write("in.ndjson", buf_str(&text));
    buf_release(&text);
    return path;
}

TEST(engine_answers_before_it_learns)
{
    files_start();
    world_open();
    rule_add("zoo", world->fresh);
    rule_add("ant", world->fresh);
    CHECK(world_run(events_write("ax ax ay bx")));
    CHECK_STR(buf_str(&world->out), STR("ant:e1 zoo:e1 ant:e3 zoo:e3 ant:e4 zoo:e4 "));
    CHECK_INT(world->stats.events, 4);
    CHECK_INT(world->stats.alerts, 6);
    CHECK_INT(world->stats.rules[0].matched, 4);
    CHECK_INT(world->stats.rules[0].alerts, 3);
    CHECK_INT(world->finished, 1);
    CHECK(world->stats.state_bytes > 0 && world->stats.symbols > 0);
    world_close();
    files_stop();
}

TEST(engine_holds_repeats_back)
{
    files_start();
    world_open();
    struct program_rule *r = rule_add("r", PROGRAM_TRUE);
    r->once_every = 3 * TIME_SECOND;
    r->once_per = maker_args(&world->m, &world->k, 1);
    CHECK(world_run(events_write("ax bx ax ay ax")));
    CHECK_STR(buf_str(&world->out), STR("r:e1 r:e2 r:e4+1 "));
    CHECK_INT(world->stats.suppressed, 2);
    CHECK_INT(world->stats.rules[0].suppressed, 2);
    CHECK_INT(world->stats.alerts, 3);
    world_close();
    files_stop();
}

TEST(engine_is_not_drowned_by_one_event)
{
    files_start();
    world_open();
    for (int i = 0; i < RULES_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "r%03d", RULES_MAX - i);
        rule_add(name, PROGRAM_TRUE);
    }
    CHECK(world_run(events_write("ax bx")));
    CHECK_INT(world->stats.alerts, 512);
    CHECK_INT(world->warnings, 1);
    CHECK(str_starts(buf_str(&world->out), STR("r001:e1 r002:e1 ")));
    world_close();
    files_stop();
}

TEST(engine_stops_when_the_sink_fails)
{
    files_start();
    world_open();
    rule_add("r", PROGRAM_TRUE);
    world->fail_at = 2;
    CHECK(!world_run(events_write("ax bx cx")));
    CHECK_STR(str_from(world->err.text), STR("the pipe is shut"));
    CHECK_STR(buf_str(&world->out), STR("r:e1 r:e2 "));
    CHECK_INT(world->finished, 1);
    world_close();
    files_stop();
}

TEST(engine_processes_nothing_when_an_input_is_missing)
{
    files_start();
    world_open();
    rule_add("r", PROGRAM_TRUE);
    world->stats.records = 77;
    CHECK(!world_run(files_path("nowhere")));
    CHECK(world->err.text[0] != '\0');
    CHECK_INT(world->stats.records + world->stats.files_seen, 0);
    CHECK(world->stats.rules == NULL);
    world_close();
    files_stop();
}

TEST(hunt_ranks_pairs)
{
    files_start();
    world_open();
    rule_add("hunt", world->fresh);
    world->state.kind = world->prim.kind = PRIMITIVE_RARE;
    world->prim.text = STR("rare(v for k)");
    const char *path = events_write("ax ax ay ax bz bz");
    struct hunt_options hunt = {TIME_DAY, 2};
    struct hunt_table *t = hunt_run(&world->m.program, &path, 1, &options, &hunt, &world->stats, &world->err);
    CHECK(t != NULL && t->n_rows == 2 && t->n_all == 3 && t->n_columns == 2);
    if (t != NULL && t->n_rows == 2) {
        CHECK_STR(t->columns[0], STR("v"));
        CHECK_STR(t->rows[0].keys[0], STR("y"));
        CHECK_STR(t->rows[0].keys[1], STR("a"));
        CHECK(t->rows[0].share == 0.25 && t->rows[0].count == 1 && t->rows[0].total == 4);
        CHECK_STR(t->rows[0].event_id, STR("e3"));
        CHECK_STR(t->rows[1].keys[0], STR("x"));
    }
    hunt_table_free(t);
    world_close();
    files_stop();
}

TEST(hunt_wants_one_primitive)
{
    struct hunt_options hunt = {TIME_DAY, 2};
    world_open();
    rule_add("hunt", PROGRAM_TRUE);
    world->m.program.n_prims = 0;
    CHECK(hunt_run(&world->m.program, NULL, 0, &options, &hunt, &world->stats, &world->err) == NULL);
    CHECK(str_starts(str_from(world->err.text), STR("a hunt is one primitive")));
    world_close();
}
