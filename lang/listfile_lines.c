/* listfile_lines: one item on each line; blank lines and lines that begin with # are no items. */
#include "lang/listread.h"

bool listread_lines(struct listread *r)
{
    uint32_t number = 1;
    for (size_t at = 0; at < r->text.len; number++) {
        const char *start = r->text.ptr + at;
        const char *end = memchr(start, '\n', r->text.len - at);
        size_t len = end == NULL ? r->text.len - at : (size_t)(end - start);
        struct str line = listread_trim(str_slice(start, len));
        at += len + 1;
        if (line.len > 0 && line.ptr[0] != '#' && !listread_add(r, number, line, STR(""))) {
            return false;
        }
    }
    return true;
}
