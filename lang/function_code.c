/* function_code: encodings of text. */
#include "lang/function_call.h"

FUNCTION_CALL(function_url_decode)
{
    (void)n;
    if (args[0].kind != VALUE_STRING) {
        return value_null();
    }
    struct str s = value_text(&args[0]);
    char *out = arena_alloc(scratch, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '%') {
            out[len++] = s.ptr[i];
            continue;
        }
        int high = i + 2 < s.len ? str_hex_digit(s.ptr[i + 1]) : -1;
        int low = i + 2 < s.len ? str_hex_digit(s.ptr[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return value_null();
        }
        out[len++] = (char)(high * 16 + low);
        i += 2;
    }
    return value_str(str_slice(out, len));
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* The length without padding; SIZE_MAX when the padding is wrong. */
static size_t base64_length(struct str s)
{
    size_t pad = 0;
    while (pad < 2 && pad < s.len && s.ptr[s.len - pad - 1] == '=') {
        pad++;
    }
    size_t len = s.len - pad;
    if (len % 4 == 1 || (pad > 0 && s.len % 4 != 0)) {
        return SIZE_MAX;
    }
    return len;
}

FUNCTION_CALL(function_base64_decode)
{
    (void)n;
    if (args[0].kind != VALUE_STRING) {
        return value_null();
    }
    struct str s = value_text(&args[0]);
    size_t len = base64_length(s), used = 0;
    if (len == SIZE_MAX) {
        return value_null();
    }
    char *out = arena_alloc(scratch, len / 4 * 3 + 4);
    uint32_t bits = 0;
    for (size_t i = 0; i < len; i++) {
        int digit = base64_digit(s.ptr[i]);
        if (digit < 0) {
            return value_null();
        }
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4 != 0) { /* the second to fourth digit complete a byte each */
            out[used++] = (char)(bits >> (6 - 2 * (i % 4)));
        }
    }
    return value_str(str_slice(out, used));
}
