#include "engine/evidence.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/timefmt.h"

void evidence_reset(struct evidence *e)
{
    e->n_facts = 0;
    buf_reset(&e->text);
    arena_reset(&e->texts);
}

void evidence_release(struct evidence *e)
{
    buf_release(&e->text);
    arena_release(&e->texts);
}

void evidence_fact(struct evidence *e, const char *name, struct value value)
{
    if (e->n_facts < EVIDENCE_FACTS_MAX) {
        e->facts[e->n_facts++] = (struct alert_field){str_from(name), value};
    }
}

void evidence_text(struct evidence *e, const char *name, struct str text)
{
    evidence_fact(e, name, value_str(arena_str(&e->texts, text)));
}

struct value evidence_seconds(int64_t duration)
{
    return duration == FOREVER ? value_null() : value_int(floor_div(duration, TIME_SECOND));
}

/* Digits in groups of three. */
static void add_grouped(struct buf *out, const char *digits)
{
    size_t len = strspn(digits, "0123456789");
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            buf_add_char(out, ',');
        }
        buf_add_char(out, digits[i]);
    }
    buf_add_text(out, digits + len); /* a fraction */
}

void evidence_int(struct buf *out, uint64_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, n);
    add_grouped(out, digits);
}

void evidence_float(struct buf *out, double f)
{
    char digits[64];
    if (!isfinite(f) || fabs(f) >= 1e15) {
        snprintf(digits, sizeof digits, "%.6g", f);
        buf_add_text(out, digits);
        return;
    }
    snprintf(digits, sizeof digits, "%.*f", fabs(f) < 1 && f != 0 ? 2 : 1, fabs(f));
    size_t len = strlen(digits);
    if (digits[len - 1] == '0' && digits[len - 2] == '.') {
        digits[len - 2] = '\0';
    }
    if (f < 0) {
        buf_add_char(out, '-');
    }
    add_grouped(out, digits);
}

void evidence_number(struct buf *out, struct number n)
{
    if (n.is_float) {
        evidence_float(out, n.f);
        return;
    }
    if (n.i < 0) {
        buf_add_char(out, '-');
    }
    evidence_int(out, n.i < 0 ? (uint64_t) - (n.i + 1) + 1 : (uint64_t)n.i);
}

void evidence_share(struct buf *out, double share)
{
    double percent = 100 * share;
    buf_addf(out, "%.*f %%", percent < 0.1 ? 3 : percent < 10 ? 2 : 1, percent);
}

void evidence_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
    evidence_int(out, n);
    buf_add_char(out, ' ');
    buf_add_text(out, n == 1 ? one : many);
}

void evidence_duration(struct buf *out, int64_t duration)
{
    duration_describe(duration < 0 ? 0 : duration, out);
}

void evidence_within(struct buf *out, int64_t within)
{
    if (within == FOREVER) {
        buf_add_text(out, " so far");
        return;
    }
    buf_add_text(out, " in ");
    evidence_duration(out, within);
}

struct alert_evidence evidence_finish(const struct evidence *e, const struct program_prim *prim, struct arena *arena)
{
    struct alert_evidence done = {
        .primitive = primitive_info(prim->kind)->name,
        .expr = prim->text,
        .facts = arena_array(arena, e->n_facts, sizeof *done.facts),
        .n_facts = e->n_facts,
        .text = arena_str(arena, buf_str(&e->text)),
    };
    for (unsigned i = 0; i < e->n_facts; i++) {
        struct value *value = &done.facts[i].value;
        done.facts[i] = e->facts[i];
        if (value->kind == VALUE_STRING) {
            value->s = arena_str(arena, value_text(value)).ptr;
        }
    }
    return done;
}
