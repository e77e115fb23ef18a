#include "engine/scan.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* One bit for each of 64 bytes. */
struct scan_block {
    uint64_t quote, backslash, bracket, control;
    uint64_t after; /* what may follow a string: , : } ] */
};

#if defined(__SSE2__)

static uint64_t mask16(__m128i m, unsigned shift) { return (uint64_t)(uint32_t)_mm_movemask_epi8(m) << shift; }

static void block_load(const char *p, struct scan_block *b)
{
    memset(b, 0, sizeof *b);
    for (unsigned shift = 0; shift < 64; shift += 16) {
        __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + shift));
        __m128i folded = _mm_or_si128(c, _mm_set1_epi8(0x20)); /* [ and { are one, ] and } too */
        __m128i open = _mm_cmpeq_epi8(folded, _mm_set1_epi8('{'));
        __m128i close = _mm_cmpeq_epi8(folded, _mm_set1_epi8('}'));
        __m128i comma = _mm_cmpeq_epi8(c, _mm_set1_epi8(','));
        __m128i colon = _mm_cmpeq_epi8(c, _mm_set1_epi8(':'));
        b->quote |= mask16(_mm_cmpeq_epi8(c, _mm_set1_epi8('"')), shift);
        b->backslash |= mask16(_mm_cmpeq_epi8(c, _mm_set1_epi8('\\')), shift);
        b->bracket |= mask16(_mm_or_si128(open, close), shift);
        b->control |= mask16(_mm_cmpeq_epi8(_mm_min_epu8(c, _mm_set1_epi8(0x1f)), c), shift);
        b->after |= mask16(_mm_or_si128(close, _mm_or_si128(comma, colon)), shift);
    }
}

#else

/* Eight bytes at a time: the top bit of each byte of the result says whether the
 * byte of `x` is zero (exact, Hacker's Delight 6-1). */
static uint64_t zero_bytes(uint64_t x)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    return ~(((x & low) + low) | x | low);
}

static uint64_t equal_bytes(uint64_t x, char c)
{
    return zero_bytes(x ^ UINT64_C(0x0101010101010101) * (uint8_t)c);
}

/* The top bits of the eight bytes as the low eight bits, the first byte lowest. */
static uint64_t gather(uint64_t tops) { return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56; }

static void block_load(const char *p, struct scan_block *b)
{
    memset(b, 0, sizeof *b);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        uint64_t x;
        memcpy(&x, p + shift, sizeof x);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        uint64_t folded = x | UINT64_C(0x2020202020202020);
        uint64_t close = equal_bytes(folded, '}');
        b->quote |= gather(equal_bytes(x, '"')) << shift;
        b->backslash |= gather(equal_bytes(x, '\\')) << shift;
        b->bracket |= gather(equal_bytes(folded, '{') | close) << shift;
        b->control |= gather(zero_bytes(x & UINT64_C(0xe0e0e0e0e0e0e0e0))) << shift;
        b->after |= gather(close | equal_bytes(x, ',') | equal_bytes(x, ':')) << shift;
    }
}

#endif

/* Which bytes are escaped, by runs of backslashes (simdjson's method, D. Lemire and
 * G. Langdale, "Parsing Gigabytes of JSON per Second", 3.1.1). */
static uint64_t escaped_bytes(uint64_t backslash, uint64_t carry)
{
    const uint64_t even = UINT64_C(0x5555555555555555);
    backslash &= ~carry;
    uint64_t follows = backslash << 1 | carry;
    uint64_t odd_starts = backslash & ~even & ~follows;
    uint64_t even_sequences = odd_starts + backslash;
    return (even ^ even_sequences << 1) & follows;
}

static bool escapes_next(uint64_t backslash, uint64_t escaped, unsigned n)
{
    return (backslash & ~escaped & UINT64_C(1) << (n - 1)) != 0;
}

static uint64_t prefix_xor(uint64_t x)
{
    for (unsigned shift = 1; shift < 64; shift *= 2) {
        x ^= x << shift;
    }
    return x;
}

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* The last byte before `at` that is no blank; 0 when it is gone. */
static char before(const struct scan *s, const char *text, size_t at)
{
    while (at > s->floor && is_blank(text[at - 1])) {
        at--;
    }
    return at > s->floor ? text[at - 1] : '\0';
}

static bool is_object(const struct scan *s)
{
    uint32_t d = s->depth - 1;
    return (s->objects[d / 64] >> (d % 64) & 1) != 0;
}

/* May a value begin here? */
static bool place_fits(const struct scan *s, const char *text, size_t at)
{
    if (s->depth == 0 || s->depth > TREE_DEPTH_MAX) {
        return true;
    }
    char c = before(s, text, at);
    if (c == '\0') {
        return true;
    }
    return is_object(s) ? c == ':' : c == ',' || c == '[';
}

static void push(struct scan *s, bool object)
{
    uint32_t d = s->depth++;
    if (d >= TREE_DEPTH_MAX) {
        s->deep = true;
        return;
    }
    s->objects[d / 64] &= ~(UINT64_C(1) << (d % 64));
    s->objects[d / 64] |= (uint64_t)object << (d % 64);
}

static bool damage(struct scan *s, size_t at, const char *why)
{
    s->at = at;
    s->why = why;
    return false;
}

/* Does the text before the [ at `at` read `"key":`? */
static bool key_before(const struct scan *s, const char *text, size_t at, struct str key)
{
    while (at > s->floor && is_blank(text[at - 1])) {
        at--;
    }
    if (at == s->floor || text[--at] != ':') {
        return false;
    }
    while (at > s->floor && is_blank(text[at - 1])) {
        at--;
    }
    if (at - s->floor < key.len + 2 || text[at - 1] != '"' || text[at - 2 - key.len] != '"') {
        return false;
    }
    return memcmp(text + at - 1 - key.len, key.ptr, key.len) == 0;
}

static bool is_stop(struct scan *s, const char *text, size_t at, const struct scan_stop *stop)
{
    for (uint32_t i = 0; i < stop->n; i++) {
        if (key_before(s, text, at, stop->keys[i])) {
            s->key = i;
            return true;
        }
    }
    return false;
}

/* What a marked byte means. True: go on. False: *result says why it stops, s->at where. */
static bool mark_open(struct scan *s, const char *text, size_t at, const struct scan_stop *stop,
                      enum scan_result *result)
{
    *result = SCAN_DAMAGE;
    if (!place_fits(s, text, at)) {
        return damage(s, at, "a bracket opens where no value can begin: one before it was not closed");
    }
    if (s->depth == 1 && stop != NULL && text[at] == '[' && is_object(s) && is_stop(s, text, at, stop)) {
        s->at = at + 1;
        *result = SCAN_ENVELOPE;
        return false;
    }
    push(s, text[at] == '{');
    return true;
}

static bool mark_close(struct scan *s, const char *text, size_t at, enum scan_result *result)
{
    *result = SCAN_DAMAGE;
    if (s->depth <= TREE_DEPTH_MAX && is_object(s) != (text[at] == '}')) {
        return damage(s, at, "a bracket closes another kind than was opened");
    }
    if (--s->depth > 0) {
        return true;
    }
    s->at = at + 1;
    *result = SCAN_END;
    return false;
}

/* Nothing but blanks stands between a string and `at`. What comes must be , : } or ];
 * where the bytes end before, the question stays open until there are more. */
static bool string_ends_well(struct scan *s, const char *text, size_t at, size_t len)
{
    while (at < len && is_blank(text[at])) {
        at++;
    }
    s->open = at == len;
    if (s->open || (text[at] != '\0' && strchr(",:}]", text[at]) != NULL)) {
        return true;
    }
    return damage(s, at, "a string is followed by what cannot follow it: a quote or comma is missing");
}

struct scan_marks {
    uint64_t controls, strays, brackets;
};

static bool marks_take(struct scan *s, const char *text, size_t len, struct scan_marks marks,
                       const struct scan_stop *stop, enum scan_result *result)
{
    uint64_t bits = marks.controls | marks.strays | marks.brackets;
    for (; bits != 0; bits &= bits - 1) {
        uint64_t bit = bits & -bits;
        size_t at = s->at + (unsigned)__builtin_ctzll(bits);
        *result = SCAN_DAMAGE;
        if ((marks.controls & bit) != 0) {
            return damage(s, at, "a control character in a string, or a quote is missing");
        }
        if ((marks.strays & bit) != 0 && !string_ends_well(s, text, at, len)) {
            return false;
        }
        if ((marks.brackets & bit) == 0) {
            continue;
        }
        bool opens = text[at] == '{' || text[at] == '[';
        if (opens ? !mark_open(s, text, at, stop, result) : !mark_close(s, text, at, result)) {
            return false;
        }
    }
    return true;
}

void scan_start(struct scan *s, size_t start) { *s = (struct scan){.at = start, .floor = start}; }

/* The byte before is seen, so that no value is taken where a comma is missing. */
void scan_start_inside(struct scan *s, size_t start)
{
    scan_start(s, start);
    s->floor = start - 1;
    push(s, true);
}

/* Behind a bracket nothing is open that a block would hand on to the next. */
void scan_enter(struct scan *s)
{
    s->in_string = s->escaped = s->closed = 0;
    push(s, false);
}

enum scan_result scan_run(struct scan *s, const char *text, size_t len, const struct scan_stop *stop)
{
    enum scan_result result;
    if (s->open && !string_ends_well(s, text, s->at, len)) {
        return SCAN_DAMAGE;
    }
    while (s->at < len) {
        struct scan_block b;
        size_t left = len - s->at;
        unsigned n = left < 64 ? (unsigned)left : 64;
        uint64_t used = n == 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
        block_load(text + s->at, &b);
        uint64_t escaped = escaped_bytes(b.backslash & used, s->escaped);
        uint64_t quote = b.quote & ~escaped & used;
        uint64_t in_string = prefix_xor(quote) ^ s->in_string; /* the opening quote is in, the closing one is not */
        uint64_t close = quote & ~in_string;
        struct scan_marks marks = {
            .controls = b.control & in_string & used,
            .strays = (close << 1 | s->closed) & ~b.after & used,
            .brackets = b.bracket & ~in_string & used,
        };
        if ((marks.controls | marks.strays | marks.brackets) != 0 &&
            !marks_take(s, text, len, marks, stop, &result)) {
            return result;
        }
        s->escaped = escapes_next(b.backslash & used, escaped, n);
        s->in_string = (in_string >> 63) != 0 ? ~UINT64_C(0) : 0;
        s->closed = close >> (n - 1) & 1;
        s->at += n;
    }
    return SCAN_MORE;
}

bool scan_object(struct str text, const char **why)
{
    struct scan s;
    if (text.len == 0 || text.ptr[0] != '{') {
        *why = "it is no object";
        return false;
    }
    scan_start(&s, 0);
    enum scan_result result = scan_run(&s, text.ptr, text.len, NULL);
    if (result == SCAN_END && s.deep) {
        *why = "it is nested too deeply";
    } else if (result == SCAN_END && s.at < text.len) {
        *why = "something follows the object";
    } else if (result == SCAN_END) {
        return true;
    } else {
        *why = result == SCAN_MORE ? "it is cut off" : s.why;
    }
    return false;
}
