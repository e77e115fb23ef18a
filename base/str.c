#include "base/str.h"

#include <stdlib.h>

#include "base/mem.h"

int str_compare(struct str a, struct str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s.ptr, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s.ptr + (s.len - suffix.len), suffix.len), suffix);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0) {
        return 0;
    }
    const char *at = s.len == 0 ? NULL : memmem(s.ptr, s.len, needle.ptr, needle.len);
    return at == NULL ? SIZE_MAX : (size_t)(at - s.ptr);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
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

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* The next row of the table of distances; `above` and `above2` are the two before it. */
static unsigned distance_row(struct str a, struct str b, size_t i, unsigned *row, const unsigned *above,
                             const unsigned *above2)
{
    unsigned best = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        unsigned differ = a.ptr[i - 1] != b.ptr[j - 1];
        row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + differ);
        bool swapped = i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
        if (swapped && above2[j - 2] + 1 < row[j]) {
            row[j] = above2[j - 2] + 1;
        }
        best = row[j] < best ? row[j] : best;
    }
    return best;
}

unsigned str_distance(struct str a, struct str b, unsigned limit)
{
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > limit) {
        return limit + 1;
    }
    unsigned *rows = mem_resize(NULL, 3 * (b.len + 1), sizeof *rows);
    unsigned *above2 = rows, *above = rows + (b.len + 1), *row = above + (b.len + 1);
    for (size_t j = 0; j <= b.len; j++) {
        above[j] = above2[j] = (unsigned)j;
    }
    unsigned best = 0;
    for (size_t i = 1; i <= a.len && best <= limit; i++) {
        best = distance_row(a, b, i, row, above, above2);
        unsigned *oldest = above2;
        above2 = above;
        above = row;
        row = oldest;
    }
    unsigned distance = best > limit ? limit + 1 : above[b.len];
    free(rows);
    return distance > limit ? limit + 1 : distance;
}

/* Bytes of the UTF-8 character at `i`; a stray byte is a character of its own. */
static size_t char_len(struct str s, size_t i)
{
    size_t n = i + 1;
    if (((unsigned char)s.ptr[i] & 0xC0) != 0xC0) {
        return 1;
    }
    while (n < s.len && n < i + 4 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) {
        n++;
    }
    return n - i;
}

/* Does the one pattern element at *p fit the text at *t? If so, step over both. */
static bool glob_step(struct str pattern, size_t *p, struct str text, size_t *t, bool nocase)
{
    char want = pattern.ptr[*p];
    if (want == '?') {
        *p += 1;
        *t += char_len(text, *t);
        return true;
    }
    size_t taken = 1;
    if (want == '\\' && *p + 1 < pattern.len) {
        want = pattern.ptr[*p + 1];
        taken = 2;
    }
    char have = text.ptr[*t];
    if (want != have && !(nocase && lower(want) == lower(have))) {
        return false;
    }
    *p += taken;
    *t += 1;
    return true;
}

bool str_glob(struct str pattern, struct str text, bool nocase)
{
    size_t p = 0, t = 0;
    size_t star = SIZE_MAX, star_text = 0; /* where to go on when the rest does not fit */
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = ++p;
            star_text = t;
        } else if (p < pattern.len && glob_step(pattern, &p, text, &t, nocase)) {
            continue;
        } else if (star != SIZE_MAX) {
            p = star;
            star_text += char_len(text, star_text);
            t = star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') {
        p++;
    }
    return p == pattern.len;
}
