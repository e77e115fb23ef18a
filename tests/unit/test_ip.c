#include "base/ip.h"

#include <arpa/inet.h>

#include "tests/unit/unit.h"

static struct ip ip(const char *text)
{
    struct ip out = {.v4 = false};
    if (!CHECK(ip_parse(str_from(text), &out))) {
        printf("#   %s\n", text);
    }
    return out;
}

static void check_form(const char *text, const char *want)
{
    struct buf b = BUF_INIT;
    struct ip address = ip(text);
    ip_format(&address, &b);
    CHECK_STR(buf_str(&b), str_from(want));
    buf_release(&b);
}

static void check_refused(struct str text)
{
    struct ip out;
    if (!CHECK(!ip_parse(text, &out))) {
        unit_print("took", text);
    }
}

TEST(ip_forms_of_v4)
{
    check_form("0.0.0.0", "0.0.0.0");
    check_form("255.255.255.255", "255.255.255.255");
    check_form("203.0.113.9", "203.0.113.9");
    CHECK(ip("1.2.3.4").v4);
    CHECK_INT(ip("1.2.3.4").bytes[10], 0xff);
    CHECK_INT(ip("1.2.3.4").bytes[15], 4);
}

/* RFC 5952: lower case, no leading zeros, "::" for the longest run, the first of equals. */
TEST(ip_forms_of_v6)
{
    check_form("2001:db8:0:0:0:0:0:1", "2001:db8::1");
    check_form("2001:0DB8::0001", "2001:db8::1");
    check_form("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"); /* not for one group */
    check_form("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    check_form("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    check_form("::", "::");
    check_form("0:0:0:0:0:0:0:0", "::");
    check_form("::1", "::1");
    check_form("1::", "1::");
    check_form("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
    check_form("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
    check_form("ABCD:EF01:2345:6789:abcd:ef01:2345:6789", "abcd:ef01:2345:6789:abcd:ef01:2345:6789");
    check_form("::ffff:192.0.2.128", "::ffff:192.0.2.128");
    check_form("::ffff:c000:280", "::ffff:192.0.2.128");
    check_form("64:ff9b::192.0.2.33", "64:ff9b::c000:221");
    check_form("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304");
    CHECK(!ip("::ffff:1.2.3.4").v4);
}

TEST(ip_refuses_what_is_no_address)
{
    static const char *const texts[] = {
        "",
        ".",
        ":",
        ":::",
        "1",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1..3.4",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.0x4",
        " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.-4",
        "+1.2.3.4",
        "1.2.3.4/32",
        "1,2,3,4",
        "1234.1.1.1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "12345::",
        "g::",
        ":1::",
        "1:",
        "1::2:",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.256",
        "::01.2.3.4",
        "2001:db8::1/64",
        "s3.amazonaws.com",
        "AWS Internal",
        "-",
        "::-1",
        "1:2:3:4:5:6:7::8:9",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        check_refused(str_from(texts[i]));
    }
    check_refused(STR("1.2.3.4\0"));
    check_refused(STR("1.2.3\0.4"));
    check_refused(STR("::\0" "1"));
    check_refused(str_slice(NULL, 0));
}

/* Numbers and separators in a row, most of them plausible. */
static void random_address(char *text, size_t size)
{
    static const char *const numbers[] = {"0", "1",   "10",   "255",   "256", "00", "01",
                                          "a", "F00", "ffff", "12345", "g",   ""};
    static const char *const separators[] = {":", ":", ":", "::", ".", ":::"};
    bool v4 = rand() % 4 == 0;
    int parts = v4 ? 3 + rand() % 3 : 2 + rand() % 8;
    size_t len = 0;
    text[0] = '\0';
    for (int i = 0; i < parts; i++) {
        const char *number = numbers[rand() % (rand() % 8 == 0 ? 13 : 4)];
        const char *separator = i + 1 == parts ? "" : v4 ? "." : separators[rand() % (rand() % 8 == 0 ? 6 : 4)];
        len += (size_t)snprintf(text + len, size - len, "%s%s", number, separator);
    }
    if (!v4 && rand() % 4 == 0) {
        snprintf(text + len, size - len, ":1.2.3.%d", rand() % 300);
    }
}

TEST(ip_parse_agrees_with_libc)
{
    int taken = 0;
    srand(2);
    for (int i = 0; i < 100000; i++) {
        char text[100];
        uint8_t want[16];
        struct ip got;
        random_address(text, sizeof text);
        bool v4 = strchr(text, ':') == NULL;
        bool libc = inet_pton(v4 ? AF_INET : AF_INET6, text, want) == 1;
        bool ours = ip_parse(str_from(text), &got);
        taken += ours;
        if (!CHECK(libc == ours) || (ours && !CHECK(memcmp(got.bytes + (v4 ? 12 : 0), want, v4 ? 4 : 16) == 0))) {
            printf("#   %s\n", text);
            return;
        }
    }
    CHECK(taken > 10000 && taken < 90000);
}

TEST(ip_format_reads_back)
{
    struct buf b = BUF_INIT;
    srand(3);
    for (int i = 0; i < 20000; i++) {
        struct ip in = {.v4 = false}, out;
        for (int k = 0; k < 16; k++) {
            in.bytes[k] = (uint8_t)(rand() % 3 == 0 ? rand() : 0);
        }
        buf_reset(&b);
        ip_format(&in, &b);
        CHECK(ip_parse(buf_str(&b), &out) && ip_compare(&in, &out) == 0);
        char libc[INET6_ADDRSTRLEN];
        inet_ntop(AF_INET6, in.bytes, libc, sizeof libc);
        bool compatible = memcmp(in.bytes, (char[12]){0}, 12) == 0; /* libc writes ::1.2.3.4 there */
        if (!compatible && !CHECK(str_equal(buf_str(&b), str_from(libc)))) {
            printf("#   %s %s\n", b.ptr, libc);
            break;
        }
    }
    buf_release(&b);
}

TEST(ip_private_knows_the_registries)
{
    static const char *const inside[] = {
        "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254",
        "172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1",
        "2001:db8::1", "3fff::1", "3fff:fff::1", "5f00::1", "fc00::1", "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1",
        "ff02::1", "4000::1", "2001:1ff:ffff::1",
    };
    static const char *const outside[] = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.0.9", "192.0.0.10", "192.0.1.0",
        "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.112.255",
        "203.0.114.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2001:1::1", "2001:3::1", "2001:20::1",
        "2001:4:112::1", "2001:200::1", "2001:db9::1", "2606:4700:4700::1111", "2a05:d000::1", "3ffe:ffff::1",
        "3fff:1000::1",
    };
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        struct ip address = ip(inside[i]);
        if (!CHECK(ip_private(&address))) {
            printf("#   %s\n", inside[i]);
        }
    }
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        struct ip address = ip(outside[i]);
        if (!CHECK(!ip_private(&address))) {
            printf("#   %s\n", outside[i]);
        }
    }
}

TEST(cidr_parse_takes_blocks_and_single_addresses)
{
    struct cidr c;
    CHECK(cidr_parse(STR("10.0.0.0/8"), &c) && c.bits == 104 && c.base.v4);
    CHECK(cidr_parse(STR("0.0.0.0/0"), &c) && c.bits == 96);
    CHECK(cidr_parse(STR("10.1.2.3"), &c) && c.bits == 128);
    CHECK(cidr_parse(STR("10.1.2.3/32"), &c) && c.bits == 128);
    CHECK(cidr_parse(STR("2001:db8::/32"), &c) && c.bits == 32 && !c.base.v4);
    CHECK(cidr_parse(STR("::/0"), &c) && c.bits == 0);
    CHECK(cidr_parse(STR("::1"), &c) && c.bits == 128);
}

TEST(cidr_parse_refuses)
{
    static const char *const texts[] = {
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/8 ",
        "10.0.0.0/8/8", "10.0.0.1/8", "10.128.0.0/8", "192.0.2.1/31", "2001:db8::/129", "2001:db8::1/64", "::/0000",
        "x/8", "10.0.0/8", "1.2.3.4/256", "1.2.3.4/4294967328",
    };
    struct cidr c;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!CHECK(!cidr_parse(str_from(texts[i]), &c))) {
            printf("#   %s\n", texts[i]);
        }
    }
}

static bool holds(const char *block, const char *address)
{
    struct cidr c;
    struct cidrset set = {NULL, 0, 0, NULL};
    struct ip a = ip(address);
    if (!CHECK(cidr_parse(str_from(block), &c))) {
        return false;
    }
    cidrset_add(&set, &c, 0);
    cidrset_seal(&set);
    bool one = cidr_holds(&c, &a);
    CHECK(one == cidrset_holds(&set, &a)); /* a set of one is the block */
    cidrset_release(&set);
    return one;
}

TEST(cidr_holds_up_to_its_edges)
{
    CHECK(holds("10.0.0.0/8", "10.0.0.0") && holds("10.0.0.0/8", "10.255.255.255"));
    CHECK(!holds("10.0.0.0/8", "9.255.255.255") && !holds("10.0.0.0/8", "11.0.0.0"));
    CHECK(holds("192.0.2.4/30", "192.0.2.7") && !holds("192.0.2.4/30", "192.0.2.8"));
    CHECK(holds("1.2.3.4", "1.2.3.4") && !holds("1.2.3.4", "1.2.3.5"));
    CHECK(holds("2001:db8::/33", "2001:db8:7fff::1") && !holds("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(holds("10.0.0.0/8", "::ffff:10.1.1.1"));
    CHECK(holds("0.0.0.0/0", "255.255.255.255") && !holds("0.0.0.0/0", "::1"));
}

TEST(cidr_blocks_of_v6_hold_no_v4)
{
    CHECK(holds("::/0", "2001:db8::1") && holds("::/0", "::1") && holds("::/0", "::fffe:1:1"));
    CHECK(holds("::/0", "::1:0:0:0") && holds("::/0", "ffff::"));
    CHECK(!holds("::/0", "1.2.3.4") && !holds("::/0", "0.0.0.0") && !holds("::/0", "255.255.255.255"));
    CHECK(!holds("::/80", "1.2.3.4"));
    CHECK(holds("::ffff:0:0/96", "1.2.3.4")); /* this one means them */
}

TEST(cidrset_joins_what_overlaps)
{
    static const char *const blocks[] = {"10.1.0.0/16", "10.0.0.0/8", "10.1.2.0/24", "192.0.2.1", "192.0.2.1",
                                         "2001:db8::/32", "0.0.0.0/32", "255.255.255.255"};
    struct cidrset set = {NULL, 0, 0, NULL};
    struct cidr c;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        CHECK(cidr_parse(str_from(blocks[i]), &c));
        cidrset_add(&set, &c, 0);
    }
    cidrset_seal(&set);
    CHECK_INT(set.len, 5);
    struct ip inside = ip("10.200.0.1"), outside = ip("10.0.0.1"), high = ip("255.255.255.255");
    CHECK(cidrset_holds(&set, &inside) && cidrset_holds(&set, &outside) && cidrset_holds(&set, &high));
    struct ip not_in = ip("192.0.2.2"), low = ip("0.0.0.1"), v6 = ip("2001:db9::");
    CHECK(!cidrset_holds(&set, &not_in) && !cidrset_holds(&set, &low) && !cidrset_holds(&set, &v6));
    cidrset_release(&set);
    cidrset_seal(&set);
    CHECK(!cidrset_holds(&set, &inside)); /* empty */
}

static uint32_t found(const struct cidrset *set, const char *address)
{
    struct ip a = ip(address);
    return cidrset_find(set, &a);
}

TEST(cidrset_finds_the_smallest_block)
{
    static const char *const blocks[] = {"::/0", "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16",
                                         "10.255.0.0/16", "255.255.255.255", "ffff:ffff::/32", "::/80"};
    struct cidrset set = {NULL, 0, 0, NULL};
    struct cidr c;
    for (uint32_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        CHECK(cidr_parse(str_from(blocks[i]), &c));
        cidrset_add(&set, &c, i);
    }
    cidrset_seal(&set);
    CHECK_INT(found(&set, "::1"), 8);
    CHECK_INT(found(&set, "2001:db8::1"), 0);
    CHECK_INT(found(&set, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 7);
    CHECK_INT(found(&set, "ffff:fffe:ffff:ffff:ffff:ffff:ffff:ffff"), 0);
    CHECK_INT(found(&set, "0.0.0.0"), 1);
    CHECK_INT(found(&set, "10.0.255.255"), 4);
    CHECK_INT(found(&set, "10.1.0.0"), 3);
    CHECK_INT(found(&set, "10.254.255.255"), 3);
    CHECK_INT(found(&set, "10.255.255.255"), 5);
    CHECK_INT(found(&set, "11.0.0.0"), 1);
    CHECK_INT(found(&set, "255.255.255.255"), 6);
    CHECK_INT(found(&set, "255.255.255.254"), 1);
    cidrset_release(&set);
    CHECK_INT(found(&set, "::1"), CIDRSET_NONE);
}

TEST(cidrset_means_any_of_its_blocks)
{
    struct cidr blocks[60];
    struct cidrset set = {NULL, 0, 0, NULL};
    srand(4);
    for (int i = 0; i < 60; i++) {
        char text[40];
        unsigned bits = 20 + (unsigned)rand() % 13, n = (unsigned)rand() % 65536;
        n &= bits == 32 ? ~0u : ~(0xffffffffu >> bits);
        snprintf(text, sizeof text, "10.0.%u.%u/%u", n >> 8, n & 255, bits);
        CHECK(cidr_parse(str_from(text), &blocks[i]));
        cidrset_add(&set, &blocks[i], (uint32_t)i);
    }
    cidrset_seal(&set);
    unsigned wrong = 0, inside = 0;
    for (unsigned n = 0; n < 65536; n++) {
        struct ip a = {.bytes = {[10] = 0xff, [11] = 0xff, [12] = 10, [14] = (uint8_t)(n >> 8), [15] = (uint8_t)n}};
        bool any = false;
        uint32_t smallest = CIDRSET_NONE;
        for (uint32_t i = 0; i < 60; i++) {
            if (cidr_holds(&blocks[i], &a)) {
                any = true;
                smallest = smallest == CIDRSET_NONE || blocks[i].bits >= blocks[smallest].bits ? i : smallest;
            }
        }
        wrong += smallest != cidrset_find(&set, &a);
        inside += any;
    }
    CHECK_INT(wrong, 0);
    CHECK(inside > 1000 && inside < 65000);
    cidrset_release(&set);
}

/* The smallest of the blocks, of equal ones the last, by looking at each. */
static uint32_t smallest_of(const struct cidr *blocks, uint32_t n, const struct ip *a)
{
    uint32_t smallest = CIDRSET_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (cidr_holds(&blocks[i], a) && (smallest == CIDRSET_NONE || blocks[i].bits >= blocks[smallest].bits)) {
            smallest = i;
        }
    }
    return smallest;
}

/* A large set searches IPv4 in parts of 16 bits: the ends of blocks and of parts, and what is beside them. */
TEST(cidrset_a_large_one_means_the_same)
{
    enum { BLOCKS = 3000 };
    static struct cidr blocks[BLOCKS];
    struct cidrset set = {NULL, 0, 0, NULL};
    unsigned wrong = 0, inside = 0;
    srand(5);
    for (uint32_t i = 0; i < BLOCKS; i++) {
        char text[60];
        unsigned bits = 6 + (unsigned)rand() % 27, n = (unsigned)rand() << 8 ^ (unsigned)rand();
        n &= ~(uint32_t)(0xffffffffu >> (bits - 1) >> 1);
        snprintf(text, sizeof text, i % 10 == 0 ? "2001:db8:%x:%x::/%u" : "%u.%u.%u.%u/%u", n >> 24, n >> 16 & 255,
                 i % 10 == 0 ? 64 + bits : n >> 8 & 255, n & 255, bits);
        CHECK(cidr_parse(str_from(i == 1 ? "0.0.0.0/7" : i == 2 ? "255.255.0.0/16" : text), &blocks[i]));
        cidrset_add(&set, &blocks[i], i);
    }
    cidrset_seal(&set);
    CHECK(set.v4 != NULL);
    for (uint32_t i = 0; i < BLOCKS * 4; i++) {
        struct ip a = blocks[i / 4].base;
        for (unsigned b = blocks[i / 4].bits; i % 4 != 0 && b < 128; b++) { /* the last address, or any */
            bool set_bit = i % 4 == 1 || rand() % 2 == 0;
            a.bytes[b / 8] |= (uint8_t)(set_bit << (7 - b % 8));
        }
        if (i % 4 == 3) { /* the end of a part; what begins behind it */
            uint8_t end = rand() % 2 == 0 ? 0 : 255;
            a.bytes[14] = a.bytes[15] = end;
            a.bytes[13] = (uint8_t)(a.bytes[13] + rand() % 3 - 1);
        }
        uint32_t want = smallest_of(blocks, BLOCKS, &a);
        wrong += want != cidrset_find(&set, &a);
        inside += want != CIDRSET_NONE;
    }
    CHECK_INT(wrong, 0);
    CHECK(inside > BLOCKS && inside < BLOCKS * 4);
    cidrset_release(&set);
}
