#include "base/str.h"

#include "base/utf8.h"

#define DISTANCE_MAX 255 /* bytes of a name that str_distance looks at */

int str_compare(struct str a, struct str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len) == 0);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0) {
        return 0;
    }
    if (needle.len > s.len) {
        return SIZE_MAX;
    }
    const char *found = memmem(s.ptr, s.len, needle.ptr, needle.len);
    return found == NULL ? SIZE_MAX : (size_t)(found - s.ptr);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool str_equal_nocase(struct str a, struct str b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

int str_hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char small = (char)lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Fill `row`, the distances of a[0..i] to every start of b, from the two rows before. */
static unsigned distance_row(struct str a, struct str b, size_t i, unsigned *row, const unsigned *one,
                             const unsigned *two)
{
    unsigned best = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        unsigned other = a.ptr[i - 1] != b.ptr[j - 1];
        row[j] = least(least(one[j], row[j - 1]) + 1, one[j - 1] + other);
        if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1]) {
            row[j] = least(row[j], two[j - 2] + 1);
        }
        best = least(best, row[j]);
    }
    return best;
}

unsigned str_distance(struct str a, struct str b, unsigned limit)
{
    unsigned rows[3][DISTANCE_MAX + 1];
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    unsigned over = limit == UINT32_MAX ? limit : limit + 1;
    if (str_equal(a, b)) {
        return 0;
    }
    if (gap > limit || a.len > DISTANCE_MAX || b.len > DISTANCE_MAX) {
        return over;
    }
    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = (unsigned)j;
    }
    unsigned before = 0;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned best = distance_row(a, b, i, rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
        /* A swap reaches over one row, so two rows in a row must be over. */
        if (best > limit && before > limit) {
            return over;
        }
        before = best;
    }
    return least(rows[a.len % 3][b.len], over);
}

static size_t character_size(struct str text, size_t at)
{
    uint32_t code;
    return utf8_decode(text.ptr + at, text.len - at, &code);
}

/* Take one step of the pattern, which is not a star, at text[*t]. */
static bool glob_step(struct str pattern, size_t *p, struct str text, size_t *t, bool nocase)
{
    char c = pattern.ptr[*p];
    if (c == '?') {
        *p += 1;
        *t += character_size(text, *t);
        return true;
    }
    size_t size = c == '\\' && *p + 1 < pattern.len ? 2 : 1;
    c = pattern.ptr[*p + size - 1];
    char d = text.ptr[*t];
    if (nocase ? lower(c) != lower(d) : c != d) {
        return false;
    }
    *p += size;
    *t += 1;
    return true;
}

/* Only the last star is ever tried again: what the earlier ones took was the
 * shortest that fits, and a longer run could not help the rest. A star grows by
 * whole characters, so that `?` never sees half of one. */
bool str_glob(struct str pattern, struct str text, bool nocase)
{
    size_t p = 0, t = 0, star = SIZE_MAX, star_text = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = ++p;
            star_text = t;
        } else if (p < pattern.len && glob_step(pattern, &p, text, &t, nocase)) {
            continue;
        } else if (star != SIZE_MAX) {
            star_text += character_size(text, star_text);
            t = star_text;
            p = star;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') {
        p++;
    }
    return p == pattern.len;
}
