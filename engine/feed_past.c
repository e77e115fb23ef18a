#include "engine/feed_past.h"

#include "engine/identity.h"

static struct str identity_text(const struct hash_name *identity) { return str_from(identity->hex); }

static void met(struct feed_past_run *run) { *strmap_put(&run->met, identity_text(&run->identity), NULL) = 0; }

bool feed_past_begin(struct feed_past_run *run, const char *path, int fd, uint64_t size, struct err *err)
{
    run->known = false;
    run->rest = false;
    run->mark = INT64_MIN;
    if (run->past == NULL || size == 0) {
        return true;
    }
    run->known = identity_of(path, fd, size, &run->identity, err);
    return run->known;
}

enum feed_past_file feed_past_ask(struct feed_past_run *run, const char *path, struct err *err)
{
    if (!run->known) {
        return FEED_PAST_NEW;
    }
    if (strmap_get(&run->met, identity_text(&run->identity)) != STRMAP_NONE) {
        return FEED_PAST_DONE;
    }
    int64_t mark = INT64_MIN;
    enum feed_past_file answer = run->past->file(run->past->context, &run->identity, path, &mark, err);
    if (answer == FEED_PAST_PARTLY) {
        run->mark = mark;
    } else if (answer == FEED_PAST_DONE) {
        met(run);
    }
    return answer;
}

bool feed_past_end(struct feed_past_run *run, const char *path, struct err *err)
{
    if (!run->known) {
        return true;
    }
    met(run);
    return run->past->read(run->past->context, &run->identity, path, run->rest, err);
}

bool feed_past_took(const struct feed_past_run *run, const struct event *event, struct stats *stats)
{
    const struct feed_past *past = run->past;
    if (past == NULL) {
        return false;
    }
    if ((event->flags & EVENT_TAKEN) != 0) {
        stats->resumed++;
        return true;
    }
    if (event->time <= past->newest && past->seen(past->context, event_id(event), event->time)) {
        stats->duplicates++;
        return true;
    }
    stats->late += (event->flags & EVENT_LATE) != 0;
    return false;
}

void feed_past_release(struct feed_past_run *run) { strmap_release(&run->met); }
