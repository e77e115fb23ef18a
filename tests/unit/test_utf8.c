#include "base/utf8.h"

#include "tests/unit/unit.h"

static uint32_t decoded(struct str s, size_t len)
{
    uint32_t code = 0;
    CHECK_INT(utf8_decode(s.ptr, s.len, &code), len);
    return code;
}

TEST(each_length_is_decoded)
{
    CHECK_INT(decoded(STR("a\xff"), 1), 'a');
    CHECK_INT(decoded(STR("\0"), 1), 0);
    CHECK_INT(decoded(STR("\xc3\xa9!"), 2), 0xe9);
    CHECK_INT(decoded(STR("\xe2\x82\xac!"), 3), 0x20ac);
    CHECK_INT(decoded(STR("\xf4\x8f\xbf\xbf!"), 4), 0x10ffff);
}

TEST(what_is_not_utf8_is_taken_as_far_as_it_goes)
{
    CHECK_INT(decoded(STR("\x80"), 1), UTF8_BAD);
    CHECK_INT(decoded(STR("\xc0\x80"), 1), UTF8_BAD);         /* a long form */
    CHECK_INT(decoded(STR("\xed\xa0\x80"), 1), UTF8_BAD);     /* a surrogate */
    CHECK_INT(decoded(STR("\xf4\x90\x80\x80"), 1), UTF8_BAD); /* beyond U+10FFFF */
    CHECK_INT(decoded(STR("\xf0\x9f\x98"), 3), UTF8_BAD);     /* cut short */
    CHECK_INT(decoded(STR("\xe2\x82\""), 2), UTF8_BAD);
}

TEST(what_is_encoded_is_read_back)
{
    static const uint32_t ends[] = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
    static const size_t lens[] = {1, 1, 2, 2, 3, 3, 3, 3, 4, 4};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char bytes[4];
        CHECK_INT(utf8_encode(ends[i], bytes), lens[i]);
        CHECK_INT(decoded(str_slice(bytes, lens[i]), lens[i]), ends[i]);
    }
}

TEST(a_width_is_in_columns)
{
    CHECK_INT(utf8_width(STR("")), 0);
    CHECK_INT(utf8_width(STR("abc")), 3);
    CHECK_INT(utf8_width(STR("\xc3\xa9\xe2\x80\xa6")), 2); /* é… */
    CHECK_INT(utf8_width(STR("e\xcc\x81")), 1);            /* e with a combining accent */
    CHECK_INT(utf8_width(STR("\xe6\xbc\xa2")), 2);         /* 漢 */
    CHECK_INT(utf8_width(STR("\xf0\x9f\x98\x80")), 2);     /* an emoji */
    CHECK_INT(utf8_width(STR("\xf0")), 1);                 /* cut short */
}
