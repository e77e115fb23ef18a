/* lurcher state ls: what has learnt. */
#include "base/timefmt.h"
#include "cli/state_print.h"
#include "cli/state_verb.h"
#include "cli/summary.h"
#include "engine/store_view.h"

struct listing {
    const struct state_options *options;
    struct buf *out;
};

static void add_time(struct buf *out, int64_t time)
{
    if (time == KNOWN_NOTHING) {
        buf_add_text(out, "nothing");
    } else {
        time_format(time, out);
    }
}

static void ls_text(struct listing *l, const struct store_view_state *state)
{
    buf_addf(l->out, "%lld  ", (long long)state->id);
    buf_add_safe(l->out, state->text);
    buf_add_text(l->out, "\n    ");
    buf_add_safe(l->out, state->rules.len > 0 ? state->rules : STR("an orphan: no rule of the last run reads it"));
    buf_add_text(l->out, "\n    ");
    summary_add_number(l->out, (uint64_t)state->entities);
    buf_add_text(l->out, state->entities == 1 ? " entity" : " entities");
    if (state->values > 0) {
        buf_add_text(l->out, ", ");
        summary_add_number(l->out, (uint64_t)state->values);
        buf_add_text(l->out, state->values == 1 ? " value" : " values");
    }
    buf_add_text(l->out, state->born == KNOWN_NOTHING ? "; learnt from " : "; learnt since ");
    add_time(l->out, state->born);
    buf_add_text(l->out, "\n");
}

static void ls_json(struct listing *l, const struct store_view_state *state)
{
    buf_addf(l->out, "{\"id\":%lld", (long long)state->id);
    state_print_text(l->out, "kind", state->kind);
    state_print_text(l->out, "source", state->source);
    state_print_text(l->out, "match", state->match);
    state_print_text(l->out, "primitive", state->text);
    state_print_names(l->out, state->rules);
    buf_addf(l->out, ",\"entities\":%lld,\"values\":%lld", (long long)state->entities, (long long)state->values);
    state_print_time(l->out, "since", state->born);
    state_print_time(l->out, "newest", state->seen);
    buf_add_text(l->out, "}\n");
}

static void ls_take(void *context, const struct store_view_state *state)
{
    struct listing *l = context;
    (l->options->format == STATE_FORMAT_TEXT ? ls_text : ls_json)(l, state);
}

static bool ls(struct state_call *c, struct err *err)
{
    struct listing l = {c->options, &c->out};
    return store_view_states(c->store, ls_take, &l, err);
}

const struct state_verb state_verb_ls = {"ls", "DIR", 1, 1, STATE_TAKES_FORMAT, STORE_READ, ls};
