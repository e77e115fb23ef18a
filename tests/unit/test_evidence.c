#include "engine/evidence.h"

#include "base/timefmt.h"
#include "tests/unit/unit.h"

#define SAYS(call, want)                 \
    do {                                 \
        struct buf b = BUF_INIT;         \
        call;                            \
        CHECK_STR(buf_str(&b), STR(want)); \
        buf_release(&b);                 \
    } while (0)

TEST(evidence_numbers)
{
    SAYS(evidence_int(&b, 0), "0");
    SAYS(evidence_int(&b, 999), "999");
    SAYS(evidence_int(&b, 1000), "1,000");
    SAYS(evidence_int(&b, UINT64_MAX), "18,446,744,073,709,551,615");
    SAYS(evidence_number(&b, number_int(INT64_MIN)), "-9,223,372,036,854,775,808");
    SAYS(evidence_number(&b, number_int(-1234)), "-1,234");
    SAYS(evidence_number(&b, number_float(1234.56)), "1,234.6");
    SAYS(evidence_float(&b, 0), "0");
    SAYS(evidence_float(&b, 3), "3");
    SAYS(evidence_float(&b, 0.25), "0.25");
    SAYS(evidence_float(&b, -12.34), "-12.3");
    SAYS(evidence_float(&b, 1e300), "1e+300");
}

TEST(evidence_shares)
{
    SAYS(evidence_share(&b, 0.0025), "0.25 %");
    SAYS(evidence_share(&b, 0.00012), "0.012 %");
    SAYS(evidence_share(&b, 0.5), "50.0 %");
    SAYS(evidence_share(&b, 1), "100.0 %");
}

TEST(evidence_counts_and_windows)
{
    SAYS(evidence_count(&b, 1, "event", "events"), "1 event");
    SAYS(evidence_count(&b, 0, "event", "events"), "0 events");
    SAYS(evidence_within(&b, 10 * TIME_MINUTE), " in 10 minutes");
    SAYS(evidence_within(&b, FOREVER), " so far");
    CHECK_INT(evidence_seconds(90 * TIME_SECOND + 1).i, 90);
    CHECK_INT(evidence_seconds(FOREVER).kind, VALUE_NULL);
}

TEST(evidence_facts_are_limited)
{
    struct evidence e = {.n_facts = 0, .text = BUF_INIT};
    for (int i = 0; i < 20; i++) {
        evidence_fact(&e, "n", value_int(i));
    }
    CHECK_INT(e.n_facts, EVIDENCE_FACTS_MAX);
    evidence_reset(&e);
    CHECK_INT(e.n_facts, 0);
    evidence_release(&e);
}
