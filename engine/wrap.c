#include "engine/wrap.h"

#include <stdint.h>

#include "base/utf8.h"

static void line_begin(struct wrap *w, unsigned indent)
{
    buf_addf(w->out, "%*s", (int)indent, "");
    w->column = indent;
    w->fresh = true;
}

static void line_break(struct wrap *w)
{
    buf_add_char(w->out, '\n');
    line_begin(w, w->hang);
}

void wrap_begin(struct wrap *w, struct buf *out, unsigned indent, unsigned hang)
{
    *w = (struct wrap){.out = out, .hang = hang};
    line_begin(w, indent);
}

void wrap_end(struct wrap *w)
{
    buf_add_char(w->out, '\n');
}

void wrap_to(struct wrap *w, unsigned column)
{
    unsigned fill = w->column < column ? column - w->column : 0;
    buf_addf(w->out, "%*s", (int)fill, "");
    w->column += fill;
    w->fresh = true;
}

void wrap_mark(struct wrap *w, const char *escape)
{
    buf_add_text(w->out, escape);
}

static void put_raw(struct wrap *w, struct str text)
{
    buf_add_str(w->out, text);
    w->column += utf8_width(text);
    w->fresh = false;
}

/* How much of the text fits in `room` columns: to the last separator, or to the
 * end of the room; at least one character. */
static size_t piece_len(struct str text, unsigned room)
{
    size_t at = 0, best = 0;
    unsigned width = 0;
    while (at < text.len) {
        uint32_t code;
        size_t len = utf8_decode(text.ptr + at, text.len - at, &code);
        width += utf8_columns(code);
        if (width > room) {
            return best > 0 ? best : at > 0 ? at : len;
        }
        at += len;
        if (memchr("/:,;&=?", text.ptr[at - 1], 7) != NULL) {
            best = at;
        }
    }
    return at;
}

/* A word, on this line or the next, broken when no line can hold it. */
static void put_word(struct wrap *w, const char *gap, struct str word)
{
    unsigned before = w->fresh ? 0 : utf8_width(str_from(gap));
    if (w->column + before + utf8_width(word) > WRAP_COLUMNS && !w->fresh) {
        line_break(w);
    } else if (!w->fresh) {
        put_raw(w, str_from(gap));
    }
    while (w->column + utf8_width(word) > WRAP_COLUMNS) {
        size_t len = piece_len(word, WRAP_COLUMNS - w->column);
        put_raw(w, str_slice(word.ptr, len));
        word = str_slice(word.ptr + len, word.len - len);
        if (word.len == 0) {
            return;
        }
        line_break(w);
    }
    put_raw(w, word);
}

void wrap_put(struct wrap *w, const char *gap, struct str text)
{
    unsigned width = utf8_width(text), before = w->fresh ? 0 : utf8_width(str_from(gap));
    bool fits_here = w->column + before + width <= WRAP_COLUMNS;
    if (!fits_here && !w->fresh && w->hang + width <= WRAP_COLUMNS) {
        line_break(w);
    }
    for (size_t at = 0; at <= text.len;) {
        const char *space = at == text.len ? NULL : memchr(text.ptr + at, ' ', text.len - at);
        size_t end = space == NULL ? text.len : (size_t)(space - text.ptr);
        put_word(w, at == 0 ? gap : " ", str_slice(text.ptr + at, end - at));
        at = end + 1;
    }
}
