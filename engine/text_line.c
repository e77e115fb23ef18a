#include "engine/text_line.h"

#include <ctype.h>
#include <string.h>

#include "base/timefmt.h"
#include "engine/wrap.h"

static const char *colour_of(enum severity s)
{
    switch (s) {
    case SEVERITY_CRITICAL: return "\033[1;97;41m";
    case SEVERITY_HIGH: return "\033[1;31m";
    case SEVERITY_MEDIUM: return "\033[33m";
    case SEVERITY_LOW: return "\033[36m";
    default: return "\033[2m";
    }
}

void text_line_clock(struct buf *out, int64_t time)
{
    struct time_parts t = time_split(time);
    buf_addf(out, "%02d:%02d:%02d", t.hour, t.minute, t.second);
}

void text_line_span(struct buf *out, int64_t first, int64_t last)
{
    time_format_date(first, out);
    buf_add_char(out, ' ');
    text_line_clock(out, first);
    if (floor_div(first, TIME_SECOND) != floor_div(last, TIME_SECOND)) {
        buf_add_text(out, " to ");
        if (floor_div(first, TIME_DAY) != floor_div(last, TIME_DAY)) {
            time_format_date(last, out);
            buf_add_char(out, ' ');
        }
        text_line_clock(out, last);
    }
    buf_add_text(out, " UTC");
}

void text_line_title(enum severity severity, struct str title, const int64_t *time, unsigned indent, bool colour,
                     struct buf *out)
{
    char word[16] = "";
    const char *name = severity_name(severity);
    for (size_t i = 0; name[i] != '\0' && i + 1 < sizeof word; i++) {
        word[i] = (char)toupper((unsigned char)name[i]);
    }
    struct wrap w;
    wrap_begin(&w, out, time == NULL ? indent : TEXT_LINE_TIME, indent + (unsigned)strlen(word) + 2);
    if (time != NULL) {
        struct buf clock = BUF_INIT;
        text_line_clock(&clock, *time);
        wrap_put(&w, "", buf_str(&clock));
        wrap_to(&w, indent);
        buf_release(&clock);
    }
    wrap_mark(&w, colour ? colour_of(severity) : "");
    wrap_put(&w, "", str_from(word));
    wrap_mark(&w, colour ? "\033[0m" : "");
    wrap_put(&w, "  ", title);
    wrap_end(&w);
}

void text_line_put(struct str text, unsigned indent, struct buf *out)
{
    struct wrap w;
    wrap_begin(&w, out, indent, indent + 2);
    wrap_put(&w, "", text);
    wrap_end(&w);
}

static bool is_border(struct str text, size_t at)
{
    return at >= text.len || !isalnum((unsigned char)text.ptr[at]);
}

bool text_line_says(struct str title, struct str value)
{
    for (size_t from = 0; value.len > 0 && from <= title.len;) {
        size_t at = str_find(str_slice(title.ptr + from, title.len - from), value);
        if (at == SIZE_MAX) {
            return false;
        }
        at += from;
        if ((at == 0 || is_border(title, at - 1)) && is_border(title, at + value.len)) {
            return true;
        }
        from = at + 1;
    }
    return false;
}
