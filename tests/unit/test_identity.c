#include "engine/identity.h"

#include <fcntl.h>

#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

static struct hash_name identity(const char *path)
{
    struct hash_name name = {""};
    struct err err = {""};
    struct stat st;
    int fd = open(path, O_RDONLY);
    CHECK(fd >= 0 && fstat(fd, &st) == 0);
    CHECK(identity_of(path, fd, (uint64_t)st.st_size, &name, &err));
    CHECK_STR(str_from(err.text), STR(""));
    CHECK_INT(lseek(fd, 0, SEEK_CUR), 0);
    close(fd);
    return name;
}

static bool equal(struct hash_name a, struct hash_name b) { return strcmp(a.hex, b.hex) == 0; }

/* A file of `size` bytes, all x but the one at `odd`. */
static struct hash_name of_file(const char *name, size_t size, size_t odd)
{
    struct buf text = BUF_INIT;
    memset(buf_reserve(&text, size), 'x', size);
    text.len = size;
    if (odd < size) {
        text.ptr[odd] = 'y';
    }
    struct hash_name result = identity(files_write(name, buf_str(&text)));
    buf_release(&text);
    return result;
}

/* Name, NUL, size in eight bytes, content: test_hash knows that hash_name is the same everywhere. */
TEST(it_is_a_hash_of_name_size_and_content)
{
    static const char text[] = "f\0\3\0\0\0\0\0\0\0abc";
    files_start();
    CHECK(equal(identity(files_write("f", STR("abc"))), hash_name(str_slice(text, sizeof text - 1))));
    files_stop();
}

TEST(of_a_large_file_both_ends_are_read)
{
    struct buf text = BUF_INIT;
    files_start();
    buf_add(&text, "f\0\1\x40\0\0\0\0\0\0", 10);
    memset(buf_reserve(&text, 8192), 'x', 8192);
    text.len += 8192;
    CHECK(equal(of_file("f", 0x4001, SIZE_MAX), hash_name(buf_str(&text))));
    buf_release(&text);
    files_stop();
}

TEST(its_folder_does_not_matter_and_its_name_does)
{
    files_start();
    struct hash_name a = of_file("a/f", 10000, 0);
    CHECK(equal(a, of_file("b/c/f", 10000, 0)));
    CHECK(!equal(a, of_file("a/g", 10000, 0)));
    files_stop();
}

TEST(size_and_ends_matter)
{
    static const size_t sizes[] = {1, 4095, 4096, 4097, 8191, 8192, 8193, 100000};
    files_start();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        struct hash_name first = of_file("f", n, SIZE_MAX);
        CHECK(equal(first, of_file("f", n, SIZE_MAX)));
        CHECK(!equal(first, of_file("f", n + 1, SIZE_MAX)));
        CHECK(!equal(first, of_file("f", n, 0)));
        CHECK(!equal(first, of_file("f", n, n - 1)));
        CHECK(!equal(first, of_file("f", n, n < 4096 ? n / 2 : 4095)));
        CHECK(!equal(first, of_file("f", n, n < 4096 ? n / 2 : n - 4096)));
    }
    CHECK(equal(of_file("f", 100000, SIZE_MAX), of_file("f", 100000, 50000))); /* as the header says */
    files_stop();
}

TEST(what_cannot_be_read_has_none)
{
    struct hash_name name = {""};
    struct err err = {""};
    files_start();
    int fd = open(files_folder, O_RDONLY);
    CHECK(!identity_of(files_folder, fd, 10, &name, &err));
    CHECK(str_starts(str_from(err.text), STR("cannot read: ")));
    close(fd);
    files_stop();
}
