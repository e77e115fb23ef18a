#include "engine/stand.h"

#include "base/timefmt.h"

/* "hour", "day", "minute" when a bucket is one of them, else NULL. */
static const char *unit_of(int64_t per)
{
    return per == TIME_HOUR ? "hour" : per == TIME_DAY ? "day" : per == TIME_MINUTE ? "minute" : NULL;
}

/* "42 in this hour", "42 different values in these 10 minutes" */
static void explain_now(const struct stand *s, enum primitive_measure measure, int64_t per, struct buf *out)
{
    if (measure == MEASURE_SUM) {
        buf_add_text(out, "a sum of ");
    }
    evidence_number(out, s->x);
    if (measure != MEASURE_SUM) {
        bool one = !s->x.is_float && s->x.i == 1;
        buf_add_text(out, measure == MEASURE_COUNT ? (one ? " event" : " events")
                                                      : (one ? " value" : " different values"));
    }
    if (unit_of(per) != NULL) {
        buf_addf(out, " in this %s", unit_of(per));
    } else {
        buf_add_text(out, " in these ");
        evidence_duration(out, per);
    }
}

/* "usual 3.1 ± 1.4 an hour, threshold 10.2, over 336 hours" */
static void explain_base(const struct stand *s, int64_t per, struct buf *out)
{
    const char *unit = unit_of(per);
    buf_add_text(out, "; usual ");
    evidence_float(out, s->base.mean);
    buf_add_text(out, " ± ");
    evidence_float(out, s->base.sd);
    if (unit != NULL) {
        buf_addf(out, " %s %s", per == TIME_HOUR ? "an" : "a", unit);
    }
    buf_add_text(out, ", threshold ");
    evidence_float(out, s->threshold);
    buf_add_text(out, ", over ");
    evidence_int(out, (uint64_t)s->base.n);
    if (unit != NULL) {
        buf_addf(out, " %s%s", unit, s->base.n == 1 ? "" : "s");
    } else {
        buf_add_text(out, s->base.n == 1 ? " such span" : " such spans");
    }
}

void stand_explain(const struct stand *s, enum primitive_measure measure, int64_t per, int64_t known,
                   struct evidence *out)
{
    evidence_fact(out, "x", number_value(s->x));
    evidence_fact(out, "mean", value_float(s->base.mean));
    evidence_fact(out, "sd", value_float(s->base.sd));
    evidence_fact(out, "threshold", value_float(s->threshold));
    evidence_fact(out, "bucket", value_time(s->bucket * per));
    evidence_fact(out, "baseline_buckets", value_int(s->base.n));
    evidence_fact(out, "known_for_s", evidence_seconds(known));
    explain_now(s, measure, per, &out->text);
    explain_base(s, per, &out->text);
}
