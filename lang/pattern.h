/* pattern: are the constant patterns of a rule well formed? */
#ifndef LURCHER_LANG_PATTERN_H
#define LURCHER_LANG_PATTERN_H

#include "base/buf.h"
#include "lang/program.h"

/* Does PCRE2 take the expression? If not, *offset is where it stopped (bytes)
 * and its message is added to `why`. */
bool pattern_regex_check(const struct program_regex *regex, size_t *offset, struct buf *why);

/* Can a pattern of `like` fit more than one text, or is something escaped in it? */
bool pattern_has_wildcard(struct str pattern);

/* How a text of a list is compared with an address. */
enum pattern_block {
    PATTERN_TEXT,  /* as text: it is no address */
    PATTERN_BLOCK, /* an address or a CIDR block */
    PATTERN_BAD,   /* meant as a block, but it is none */
};
enum pattern_block pattern_block(struct str s);

/* The block that was probably meant: the host bits cleared. False: no idea. */
bool pattern_block_fix(struct str s, struct buf *out);

#endif
