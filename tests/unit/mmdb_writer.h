/* mmdb_writer: MaxMind DB files of one record, which every IPv4 address has: enough to
 * try layouts of records without a database at hand. */
#ifndef LURCHER_TESTS_UNIT_MMDB_WRITER_H
#define LURCHER_TESTS_UNIT_MMDB_WRITER_H

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

/* The control byte of a value of one of the plain types (1 to 7). */
static inline void mmdb_head(struct buf *b, unsigned type, size_t size)
{
    if (size < 29) {
        buf_add_char(b, (char)(type << 5 | size));
    } else {
        buf_add_char(b, (char)(type << 5 | 29));
        buf_add_char(b, (char)(size - 29)); /* up to 284 */
    }
}

static inline void mmdb_text(struct buf *b, const char *text)
{
    mmdb_head(b, 2, strlen(text));
    buf_add_text(b, text);
}

static inline void mmdb_bytes(struct buf *b, uint64_t n, unsigned size)
{
    while (size-- > 0) {
        buf_add_char(b, (char)(n >> size * 8));
    }
}

static inline void mmdb_u16(struct buf *b, uint16_t n)
{
    mmdb_head(b, 5, 2);
    mmdb_bytes(b, n, 2);
}

static inline void mmdb_u32(struct buf *b, uint32_t n)
{
    mmdb_head(b, 6, 4);
    mmdb_bytes(b, n, 4);
}

static inline void mmdb_double(struct buf *b, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    mmdb_head(b, 3, 8);
    mmdb_bytes(b, bits, 8);
}

static inline void mmdb_map(struct buf *b, size_t pairs) { mmdb_head(b, 7, pairs); }

static inline void mmdb_array(struct buf *b, size_t items)
{
    mmdb_head(b, 0, items);
    buf_add_char(b, 4); /* the extended types are counted from 7 */
}

static inline void mmdb_metadata(struct buf *b)
{
    buf_add_text(b, "\xab\xcd\xefMaxMind.com");
    mmdb_map(b, 9);
    mmdb_text(b, "node_count");
    mmdb_u32(b, 1);
    mmdb_text(b, "record_size");
    mmdb_u16(b, 24);
    mmdb_text(b, "ip_version");
    mmdb_u16(b, 4);
    mmdb_text(b, "database_type");
    mmdb_text(b, "Test");
    mmdb_text(b, "languages");
    mmdb_array(b, 0);
    mmdb_text(b, "binary_format_major_version");
    mmdb_u16(b, 2);
    mmdb_text(b, "binary_format_minor_version");
    mmdb_u16(b, 0);
    mmdb_text(b, "build_epoch");
    mmdb_head(b, 0, 8);
    buf_add_char(b, 2);
    mmdb_bytes(b, 1, 8);
    mmdb_text(b, "description");
    mmdb_map(b, 0);
}

/* The file: one node of which both sides lead to the record. */
static inline void mmdb_file(struct buf *out, struct str record)
{
    static const char node[] = {0, 0, 17, 0, 0, 17}; /* the one node + 16 + offset 0 */
    buf_reset(out);
    buf_add(out, node, sizeof node);
    mmdb_bytes(out, 0, 8);
    mmdb_bytes(out, 0, 8);
    buf_add_str(out, record);
    mmdb_metadata(out);
}

/* Put bytes into a new file; `path` has room for 64 bytes. The caller unlinks it. */
static inline bool mmdb_save(struct str bytes, char *path)
{
    strcpy(path, "/tmp/lurcher-test-XXXXXX");
    int fd = mkstemp(path);
    bool good = fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len;
    if (fd >= 0) {
        close(fd);
    }
    return good;
}

#endif
