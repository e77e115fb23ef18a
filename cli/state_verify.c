/* lurcher state verify: is it as it was written? */
#include "cli/state_verb.h"
#include "cli/summary.h"
#include "engine/store_view.h"

static bool verify(struct state_call *c, struct err *err)
{
    struct store_view_sizes sizes;
    struct buf *out = &c->out;
    if (!store_view_verify(c->store, &sizes, err)) {
        return false;
    }
    buf_add_text(out, "whole: ");
    summary_add_number(out, sizes.states);
    buf_add_text(out, sizes.states == 1 ? " state, " : " states, ");
    summary_add_number(out, sizes.rows);
    buf_add_text(out, sizes.rows == 1 ? " row, " : " rows, ");
    summary_add_number(out, sizes.terms);
    buf_add_text(out, sizes.terms == 1 ? " term\n" : " terms\n");
    return true;
}

const struct state_verb state_verb_verify = {"verify", "DIR", 1, 1, 0, STORE_READ, verify};
