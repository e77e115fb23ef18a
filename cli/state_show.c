/* lurcher state show: what the primitives of a rule know. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/timefmt.h"
#include "base/value.h"
#include "base/vec.h"
#include "cli/state_print.h"
#include "cli/state_verb.h"
#include "cli/summary.h"
#include "engine/store_view.h"

struct showing {
    const struct state_options *options;
    struct str rule;
    struct buf *out;
    VEC(int64_t) states;
    VEC(char *) texts;
    struct buf entity; /* of the last row */
};

/* Is the rule among these names, by its full name or its last part? */
static bool is_named(struct str names, struct str rule)
{
    struct str full;
    bool found = false;
    while (!found && state_print_name(&names, &full)) {
        bool last = full.len > rule.len && str_ends(full, rule) && full.ptr[full.len - rule.len - 1] == '.';
        found = str_equal(full, rule) || last;
    }
    return found;
}

static void show_state(void *context, const struct store_view_state *state)
{
    struct showing *w = context;
    if (is_named(state->rules, w->rule)) {
        vec_push(&w->states, state->id);
        vec_push(&w->texts, mem_copy(state->text.ptr, state->text.len));
    }
}

static void fact_text(struct buf *out, const char *name, int64_t v, bool is_time)
{
    if (v == KNOWN_NOTHING) {
        return;
    }
    buf_addf(out, "  %s ", name);
    if (is_time) {
        time_format(v, out);
    } else {
        summary_add_number(out, (uint64_t)v);
    }
}

static void row_text(struct showing *w, const struct store_view_row *row)
{
    if (!str_equal(buf_str(&w->entity), row->entity) || w->entity.len == 0) {
        buf_add_text(w->out, "  ");
        buf_add_safe(w->out, row->entity.len == 0 ? STR("(everything as one)") : row->entity);
        buf_add_char(w->out, '\n');
        buf_reset(&w->entity);
        buf_add_str(&w->entity, row->entity);
    }
    buf_add_text(w->out, "    ");
    buf_add_safe(w->out, row->value);
    fact_text(w->out, "since", row->known.since, true);
    fact_text(w->out, "last", row->known.last, true);
    fact_text(w->out, "n", row->known.n, false);
    if (row->known.data.len > 0) {
        buf_add_text(w->out, "  ");
        buf_add_safe(w->out, row->known.data);
    }
    buf_add_char(w->out, '\n');
}

static void row_json(struct showing *w, const struct store_view_row *row, int64_t state)
{
    buf_addf(w->out, "{\"state\":%lld", (long long)state);
    state_print_text(w->out, "entity", row->entity);
    state_print_text(w->out, "value", row->value);
    state_print_time(w->out, "since", row->known.since);
    state_print_time(w->out, "last", row->known.last);
    buf_add_text(w->out, ",\"n\":");
    struct value n = row->known.n == KNOWN_NOTHING ? value_null() : value_int(row->known.n);
    value_json(&n, w->out);
    buf_addf(w->out, ",\"data\":%.*s}\n", STR_ARG(row->known.data.len == 0 ? STR("null") : row->known.data));
}

struct row_context {
    struct showing *showing;
    int64_t state;
};

static void show_row(void *context, const struct store_view_row *row)
{
    struct row_context *c = context;
    if (c->showing->options->format == STATE_FORMAT_TEXT) {
        row_text(c->showing, row);
    } else {
        row_json(c->showing, row, c->state);
    }
}

static bool show_rows(struct showing *w, struct store *s, size_t state, struct err *err)
{
    struct row_context c = {w, w->states.items[state]};
    bool good = true;
    if (w->options->format == STATE_FORMAT_TEXT) {
        buf_addf(w->out, "%s%s\n", state == 0 ? "" : "\n", w->texts.items[state]);
    }
    buf_reset(&w->entity);
    for (unsigned k = 0; good && k < w->options->keys.len; k++) {
        good = store_view_rows(s, c.state, w->options->keys.items[k], show_row, &c, err);
    }
    return w->options->keys.len > 0 ? good : store_view_rows(s, c.state, NULL, show_row, &c, err);
}

static bool show(struct state_call *c, struct err *err)
{
    const char *rule = c->words[1];
    struct showing w = {.options = c->options, .rule = str_from(rule), .out = &c->out, .entity = BUF_INIT};
    bool good = store_view_states(c->store, show_state, &w, err);
    if (good && w.states.len == 0) {
        good = err_set(err, "no rule \"%s\" has learnt in this state; `lurcher state ls` names those that have", rule);
    }
    for (size_t i = 0; good && i < w.states.len; i++) {
        good = show_rows(&w, c->store, i, err);
    }
    for (size_t i = 0; i < w.texts.len; i++) {
        free(w.texts.items[i]);
    }
    vec_release(&w.states);
    vec_release(&w.texts);
    buf_release(&w.entity);
    return good;
}

const struct state_verb state_verb_show = {
    "show", "DIR RULE", 2, 2, STATE_TAKES_FORMAT | STATE_TAKES_KEY, STORE_READ, show,
};
