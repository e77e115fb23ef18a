#include "engine/wrap.h"

#include <stdint.h>

/* The length of the UTF-8 character at `at` (text is valid; anything else counts as one byte). */
static size_t char_len(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.ptr[at];
    size_t len = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return at + len > s.len ? s.len - at : len;
}

static uint32_t char_at(struct str s, size_t at, size_t len)
{
    unsigned char c = (unsigned char)s.ptr[at];
    uint32_t code = len == 1 ? c : c & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        code = code << 6 | ((unsigned char)s.ptr[at + i] & 0x3Fu);
    }
    return code;
}

/* Two columns for the wide characters of East Asia and emoji, none for
 * combining marks, one for the rest (Unicode, UAX #11, by block). */
static unsigned char_width(uint32_t c)
{
    static const uint32_t wide[][2] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    if (c >= 0x300 && c <= 0x36F) {
        return 0;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (c >= wide[i][0] && c <= wide[i][1]) {
            return 2;
        }
    }
    return 1;
}

unsigned wrap_width(struct str text)
{
    unsigned width = 0;
    for (size_t at = 0; at < text.len;) {
        size_t len = char_len(text, at);
        width += char_width(char_at(text, at, len));
        at += len;
    }
    return width;
}

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
    w->column += wrap_width(text);
    w->fresh = false;
}

/* How much of the text fits in `room` columns: to the last separator, or to the
 * end of the room; at least one character. */
static size_t piece_len(struct str text, unsigned room)
{
    size_t at = 0, best = 0;
    unsigned width = 0;
    while (at < text.len) {
        size_t len = char_len(text, at);
        width += char_width(char_at(text, at, len));
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
    unsigned before = w->fresh ? 0 : wrap_width(str_from(gap));
    if (w->column + before + wrap_width(word) > WRAP_COLUMNS && !w->fresh) {
        line_break(w);
    } else if (!w->fresh) {
        put_raw(w, str_from(gap));
    }
    while (w->column + wrap_width(word) > WRAP_COLUMNS) {
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
    unsigned width = wrap_width(text), before = w->fresh ? 0 : wrap_width(str_from(gap));
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
