#include "engine/inflate.h"

#include <fcntl.h>
#include <pthread.h>

#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

static struct buf told; /* "damaged@offset" or "odd@offset" for each message */

static void on_told(void *context, bool damaged, uint64_t offset, const char *text)
{
    (void)context;
    CHECK(str_starts(str_from(text), STR("gzip: ")));
    buf_addf(&told, "%s@%llu ", damaged ? "damaged" : "odd", (unsigned long long)offset);
}

static enum inflate_result unpack(int fd, uint64_t size, struct buf *out)
{
    struct err err = {""};
    struct inflate *in = inflate_new(on_told, NULL);
    enum inflate_result result;
    buf_reset(out);
    buf_reset(&told);
    inflate_start(in, fd, size);
    while ((result = inflate_more(in, out, &err)) == INFLATE_PIECE) {
        continue;
    }
    inflate_free(in);
    return result;
}

/* The content of a file, read as a file and as a stream: both must be the same. */
static struct str unpacked(struct str stored, struct buf *out)
{
    struct buf other = BUF_INIT, first_told = BUF_INIT;
    files_start();
    const char *path = files_write("file", stored);
    int fd = open(path, O_RDONLY);
    CHECK_INT(unpack(fd, stored.len, out), INFLATE_END);
    buf_add_str(&first_told, buf_str(&told));
    lseek(fd, 0, SEEK_SET);
    CHECK_INT(unpack(fd, 0, &other), INFLATE_END);
    close(fd);
    CHECK(str_equal(buf_str(out), buf_str(&other)));
    CHECK_STR(buf_str(&told), buf_str(&first_told));
    buf_release(&other);
    buf_release(&first_told);
    files_stop();
    return out->len == 0 ? STR("") : buf_str(out);
}

/* `n` bytes that do not compress to nothing. */
static void add_noise(struct buf *b, size_t n, uint32_t state)
{
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        buf_add_char(b, (char)('a' + (state >> 24) % 16));
    }
}

TEST(plain_bytes_stay_as_they_are)
{
    struct buf out = BUF_INIT, big = BUF_INIT;
    CHECK_STR(unpacked(STR(""), &out), STR(""));
    CHECK_STR(unpacked(STR("x"), &out), STR("x"));
    CHECK_STR(unpacked(STR("{\"a\":\0}"), &out), STR("{\"a\":\0}"));
    CHECK_STR(unpacked(STR("\x1f\x8b"), &out), STR("\x1f\x8b"));
    add_noise(&big, 3 << 20, 1);
    CHECK(str_equal(unpacked(buf_str(&big), &out), buf_str(&big)));
    CHECK_INT(told.len, 0);
    buf_release(&out);
    buf_release(&big);
}

TEST(members_follow_each_other)
{
    struct buf out = BUF_INIT, stored = BUF_INIT, all = BUF_INIT;
    files_gzip(STR("first "), &stored);
    files_gzip(STR(""), &stored);
    files_gzip(STR("second"), &stored);
    CHECK_STR(unpacked(buf_str(&stored), &out), STR("first second"));
    buf_reset(&stored);
    for (uint32_t i = 0; i < 20; i++) {
        struct buf part = BUF_INIT;
        add_noise(&part, i * 20000, i);
        files_gzip(buf_str(&part), &stored);
        buf_add_str(&all, buf_str(&part));
        buf_release(&part);
    }
    CHECK(str_equal(unpacked(buf_str(&stored), &out), buf_str(&all)));
    CHECK_INT(told.len, 0);
    buf_release(&out);
    buf_release(&stored);
    buf_release(&all);
}

TEST(what_shrinks_much_grows_back)
{
    struct buf out = BUF_INIT, stored = BUF_INIT, zeros = BUF_INIT;
    size_t n = 80 << 20; /* more than is unpacked at once */
    memset(buf_reserve(&zeros, n), ' ', n);
    zeros.len = n;
    files_gzip(buf_str(&zeros), &stored);
    CHECK(str_equal(unpacked(buf_str(&stored), &out), buf_str(&zeros)));
    buf_release(&out);
    buf_release(&stored);
    buf_release(&zeros);
}

TEST(a_member_that_is_cut_off_gives_its_beginning)
{
    struct buf out = BUF_INIT, stored = BUF_INIT, content = BUF_INIT;
    add_noise(&content, 500000, 7);
    files_gzip(buf_str(&content), &stored);
    struct str got = unpacked(str_slice(stored.ptr, stored.len / 2), &out);
    CHECK(got.len > 100000 && got.len < content.len && memcmp(got.ptr, content.ptr, got.len - 1) == 0);
    CHECK(str_starts(buf_str(&told), STR("damaged@")));
    got = unpacked(str_slice(stored.ptr, stored.len - 3), &out);
    CHECK(str_ends(got, STR("\n")) && str_equal(str_slice(got.ptr, got.len - 1), buf_str(&content)));
    CHECK_STR(buf_str(&told), STR("damaged@500000 "));
    got = unpacked(str_slice(stored.ptr, 8), &out);
    CHECK_STR(got, STR("\n"));
    buf_release(&out);
    buf_release(&stored);
    buf_release(&content);
}

TEST(a_wrong_checksum_is_told_and_the_content_kept)
{
    struct buf out = BUF_INIT, stored = BUF_INIT;
    files_gzip(STR("some content"), &stored);
    stored.ptr[stored.len - 6] ^= 1;
    files_gzip(STR(" and more"), &stored);
    CHECK_STR(unpacked(buf_str(&stored), &out), STR("some content\n and more"));
    CHECK_STR(buf_str(&told), STR("damaged@12 "));
    buf_release(&out);
    buf_release(&stored);
}

TEST(damage_costs_one_member)
{
    struct buf out = BUF_INIT, stored = BUF_INIT, content = BUF_INIT;
    add_noise(&content, 300000, 9);
    files_gzip(buf_str(&content), &stored);
    memset(stored.ptr + stored.len / 2, 0xff, 100);
    files_gzip(STR("END"), &stored);
    struct str got = unpacked(buf_str(&stored), &out);
    CHECK(str_ends(got, STR("END")));
    CHECK(got.len > 50000 && memcmp(got.ptr, content.ptr, 50000) == 0);
    CHECK(str_starts(buf_str(&told), STR("damaged@")));
    buf_release(&out);
    buf_release(&stored);
    buf_release(&content);
}

/* The end of the first member is read out of the second, which must not be lost. */
TEST(a_member_after_a_cut_one_is_found)
{
    struct buf out = BUF_INIT, stored = BUF_INIT, content = BUF_INIT;
    struct err err = {""};
    add_noise(&content, 300000, 11);
    files_gzip(buf_str(&content), &stored);
    stored.len /= 2;
    files_gzip(STR("THE NEXT MEMBER"), &stored);
    files_start();
    int fd = open(files_write("file", buf_str(&stored)), O_RDONLY);
    CHECK_INT(unpack(fd, stored.len, &out), INFLATE_END);
    CHECK(str_ends(buf_str(&out), STR("THE NEXT MEMBER")));
    CHECK(told.len > 0);
    CHECK_STR(str_from(err.text), STR(""));
    close(fd);
    files_stop();
    buf_release(&out);
    buf_release(&stored);
    buf_release(&content);
}

TEST(what_follows_the_data_is_told)
{
    struct buf out = BUF_INIT, stored = BUF_INIT;
    files_gzip(STR("content"), &stored);
    size_t len = stored.len;
    buf_add(&stored, "\0\0\0\0\0\0\0\0", 8);
    CHECK_STR(unpacked(buf_str(&stored), &out), STR("content"));
    CHECK_STR(buf_str(&told), STR("odd@7 "));
    stored.len = len;
    buf_add_text(&stored, "garbage \x1f\x8b here");
    CHECK_STR(unpacked(buf_str(&stored), &out), STR("content"));
    CHECK_STR(buf_str(&told), STR("odd@7 "));
    files_gzip(STR(" more"), &stored);
    CHECK_STR(unpacked(buf_str(&stored), &out), STR("content more"));
    buf_release(&out);
    buf_release(&stored);
}

TEST(many_places_that_look_like_a_member_cost_little)
{
    struct buf out = BUF_INIT, stored = BUF_INIT;
    files_gzip(STR("content"), &stored);
    for (int i = 0; i < 200000; i++) {
        buf_add(&stored, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff", 12);
    }
    struct str got = unpacked(buf_str(&stored), &out);
    CHECK(str_starts(got, STR("content")));
    buf_release(&out);
    buf_release(&stored);
}

struct pipe_end {
    int fd;
    struct str bytes;
};

static void *write_slowly(void *context)
{
    struct pipe_end *p = context;
    for (size_t i = 0; i < p->bytes.len; i++) {
        if (write(p->fd, p->bytes.ptr + i, 1) != 1) {
            break;
        }
    }
    close(p->fd);
    return NULL;
}

TEST(a_pipe_may_give_byte_after_byte)
{
    struct buf out = BUF_INIT, stored = BUF_INIT;
    int ends[2];
    pthread_t thread;
    files_gzip(STR("over a pipe"), &stored);
    CHECK(pipe(ends) == 0);
    struct pipe_end end = {ends[1], buf_str(&stored)};
    CHECK(pthread_create(&thread, NULL, write_slowly, &end) == 0);
    CHECK_INT(unpack(ends[0], 0, &out), INFLATE_END);
    pthread_join(thread, NULL);
    close(ends[0]);
    CHECK_STR(buf_str(&out), STR("over a pipe"));
    buf_release(&out);
    buf_release(&stored);
}

TEST(what_cannot_be_read_is_an_error)
{
    struct buf out = BUF_INIT;
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    CHECK_INT(unpack(fd, 0, &out), INFLATE_FAILED);
    close(fd);
    buf_release(&out);
    buf_release(&told);
}
