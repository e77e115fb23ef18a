#include "engine/sniff.h"

#include <stddef.h>

struct sniff_magic {
    struct str bytes;
    const char *what;
};

static const struct sniff_magic magics[] = {
    {{"\x28\xb5\x2f\xfd", 4}, "zstd-compressed: unpack it first (zstd -d)"},
    {{"\xfd"
      "7zXZ",
      6},
     "xz-compressed: unpack it first (xz -d)"},
    {{"BZh", 3}, "bzip2-compressed: unpack it first (bzip2 -d)"},
    {{"PK\x03\x04", 4}, "a zip archive: unpack it first"},
    {{"PAR1", 4}, "Parquet, not JSON"},
    {{"SQLite format 3", 16}, "an SQLite database, not JSON"},
    {{"\x7f"
      "ELF",
      4},
     "a program, not JSON"},
    {{"\xff\xfe", 2}, "UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
    {{"\xfe\xff", 2}, "UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
};

static bool is_filler(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0' || c == ','; }

static bool begins_as_json(struct str s)
{
    size_t at = str_starts(s, STR("\xef\xbb\xbf")) ? 3 : 0;
    while (at < s.len && is_filler(s.ptr[at])) {
        at++;
    }
    return at == s.len || s.ptr[at] == '{' || s.ptr[at] == '[';
}

enum sniff_answer sniff_content(struct str start, bool all, struct str time_key, const char **what)
{
    if (!all && start.len < 16) {
        return SNIFF_UNSURE;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (str_starts(start, magics[i].bytes)) {
            *what = magics[i].what;
            return SNIFF_OTHER;
        }
    }
    if (begins_as_json(start) || str_find(start, time_key) != SIZE_MAX) {
        return SNIFF_JSON;
    }
    if (!all && start.len < SNIFF_SIZE) {
        return SNIFF_UNSURE;
    }
    *what = "not JSON, so no log of CloudTrail";
    return SNIFF_OTHER;
}
