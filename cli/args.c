#include "cli/args.h"

#include <ctype.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/timefmt.h"
#include "base/vec.h"
#include "cli/command.h"

#define HELP_COLUMN 26 /* where the explanations start */

static bool parse_number(const char *text, uint32_t *out)
{
    char *end;
    if (!isdigit((unsigned char)text[0])) {
        return false;
    }
    unsigned long long n = strtoull(text, &end, 10);
    *out = (uint32_t)n;
    return *end == '\0' && n <= UINT32_MAX;
}

static bool parse_size(const char *text, uint64_t *out)
{
    static const char units[] = "KMG";
    char *end;
    if (!isdigit((unsigned char)text[0])) {
        return false;
    }
    uint64_t n = strtoull(text, &end, 10);
    const char *unit = *end == '\0' ? NULL : strchr(units, toupper((unsigned char)*end));
    unsigned shift = unit == NULL ? 0 : 10 * (unsigned)(unit - units + 1);
    *out = n << shift;
    return (unit == NULL ? *end == '\0' : end[1] == '\0') && *out >> shift == n;
}

/* The position of `text` among "a|b|c", or -1. */
static int parse_choice(const char *choices, const char *text)
{
    size_t len = strlen(text);
    int at = 0;
    for (const char *p = choices; *p != '\0'; at++) {
        size_t n = strcspn(p, "|");
        if (n == len && memcmp(p, text, n) == 0) {
            return at;
        }
        p += n + (p[n] == '|');
    }
    return -1;
}

static void texts_add(struct arg_texts *texts, const char *text)
{
    texts->items = mem_resize(texts->items, texts->len + 1u, sizeof *texts->items);
    texts->items[texts->len++] = text;
}

/* Store one option's value; false when it does not fit. */
static bool store(const struct arg *arg, void *options, const char *text)
{
    void *target = (char *)options + arg->offset;
    switch (arg->kind) {
    case ARG_FLAG: *(bool *)target = true; return true;
    case ARG_TEXT: *(const char **)target = text; return true;
    case ARG_TEXTS: texts_add(target, text); return true;
    case ARG_CHOICE: return (*(int *)target = parse_choice(arg->choices, text)) >= 0;
    case ARG_DURATION: return duration_parse(str_from(text), target);
    case ARG_TIME: return time_parse(str_from(text), target);
    case ARG_NUMBER: return parse_number(text, target);
    case ARG_SIZE: return parse_size(text, target);
    }
    return false;
}

/* "text, json or csv" */
static void add_choices(const char *choices, struct buf *out)
{
    for (const char *p = choices; *p != '\0';) {
        size_t n = strcspn(p, "|");
        bool last = p[n] == '\0';
        buf_add_text(out, p == choices ? "" : last ? " or " : ", ");
        buf_add(out, p, n);
        p += n + !last;
    }
}

static void add_expected(const struct arg *arg, struct buf *out)
{
    switch (arg->kind) {
    case ARG_CHOICE: add_choices(arg->choices, out); break;
    case ARG_DURATION: buf_add_text(out, "a duration such as 15m, 2d or 1h30m"); break;
    case ARG_TIME: buf_add_text(out, "a date or time (UTC) such as 2026-10-01 or 2026-10-01T12:00:00Z"); break;
    case ARG_NUMBER: buf_addf(out, "a whole number, at most %" PRIu32, UINT32_MAX); break;
    case ARG_SIZE: buf_add_text(out, "a size in bytes such as 65536, 512M or 2G"); break;
    default: buf_add_text(out, arg->value == NULL ? "a value" : arg->value); break;
    }
}

static void misuse_value(const struct command *command, const struct arg *arg, const char *found)
{
    struct buf expected = BUF_INIT, safe = BUF_INIT;
    add_expected(arg, &expected);
    if (found == NULL) {
        command_misuse(command, "option --%s needs a value: %s", arg->name, expected.ptr);
    } else {
        buf_add_safe(&safe, str_from(found));
        command_misuse(command, "--%s: expected %s, found \"%s\"", arg->name, expected.ptr,
                       safe.ptr == NULL ? "" : safe.ptr);
    }
    buf_release(&expected);
    buf_release(&safe);
}

/* getopt's two forms of the table, with "help" behind it. */
struct getopt_form {
    struct option *longs;
    struct buf shorts;
    int n;
};

#define HELP_ID 1000

static struct getopt_form getopt_form_new(const struct arg *table)
{
    struct getopt_form form = {NULL, BUF_INIT, 0};
    while (table[form.n].name != NULL) {
        form.n++;
    }
    form.longs = mem_zalloc(((size_t)form.n + 2) * sizeof *form.longs);
    buf_add_text(&form.shorts, ":h");
    for (int i = 0; i < form.n; i++) {
        int has_value = table[i].kind == ARG_FLAG ? no_argument : required_argument;
        form.longs[i] = (struct option){table[i].name, has_value, NULL, HELP_ID + 1 + i};
        if (table[i].letter != 0) {
            buf_addf(&form.shorts, "%c%s", table[i].letter, has_value == no_argument ? "" : ":");
        }
    }
    form.longs[form.n] = (struct option){"help", no_argument, NULL, HELP_ID};
    return form;
}

static const struct arg *arg_of(const struct arg *table, int got)
{
    if (got > HELP_ID) {
        return &table[got - HELP_ID - 1];
    }
    for (const struct arg *a = table; a->name != NULL; a++) {
        if (a->letter == got) {
            return a;
        }
    }
    return NULL;
}

static const char *nearest(const struct arg *table, const char *name)
{
    const char *best = NULL;
    unsigned best_distance = 3;
    for (const struct arg *a = table; a->name != NULL; a++) {
        unsigned d = str_distance(str_from(name), str_from(a->name), best_distance);
        if (d < best_distance) {
            best_distance = d;
            best = a->name;
        }
    }
    return best;
}

/* The options that begin with `name`: "--since, --stats". */
static void add_longer(const struct arg *table, const char *name, struct buf *out)
{
    for (const struct arg *a = table; a->name != NULL; a++) {
        if (strncmp(a->name, name, strlen(name)) == 0) {
            buf_addf(out, "%s--%s", out->len == 0 ? "" : ", ", a->name);
        }
    }
}

static void unknown_long(const struct command *command, const char *name)
{
    struct buf safe = BUF_INIT, longer = BUF_INIT;
    buf_add_safe(&safe, str_from(name));
    const char *shown = safe.ptr == NULL ? "" : safe.ptr;
    const char *near = nearest(command->args, name);
    add_longer(command->args, name, &longer);
    if (longer.len > 0) {
        command_misuse(command, "--%s is the beginning of %s", shown, longer.ptr);
    } else if (near != NULL) {
        command_misuse(command, "unknown option --%s; did you mean --%s?", shown, near);
    } else {
        command_misuse(command, "unknown option --%s", shown);
    }
    buf_release(&safe);
    buf_release(&longer);
}

/* getopt tells in optopt what it refused: a letter, the number of a long option that
 * takes no value, or 0 for a long name that it does not know or could be several. */
static int unknown(const struct command *command, char **argv)
{
    if (optopt > HELP_ID) {
        command_misuse(command, "option --%s takes no value", command->args[optopt - HELP_ID - 1].name);
    } else if (optopt == HELP_ID) {
        command_misuse(command, "option --help takes no value");
    } else if (optopt != 0) {
        bool plain = optopt > ' ' && optopt < 0x7f;
        command_misuse(command, plain ? "unknown option -%c" : "unknown option: byte 0x%02x", optopt & 0xff);
    } else {
        unknown_long(command, argv[optind - 1] + 2);
    }
    return EXIT_USAGE;
}

static int take(const struct command *command, void *options, int got, char **argv)
{
    if (got == 'h' || got == HELP_ID) {
        struct buf text = BUF_INIT;
        command_help(command, &text);
        return command_print(&text);
    }
    if (got == '?') {
        return unknown(command, argv);
    }
    if (got == ':') {
        misuse_value(command, arg_of(command->args, optopt), NULL);
        return EXIT_USAGE;
    }
    const struct arg *arg = arg_of(command->args, got);
    if (!store(arg, options, optarg)) {
        misuse_value(command, arg, optarg);
        return EXIT_USAGE;
    }
    return ARGS_GO;
}

int args_parse(const struct command *command, void *options, int argc, char **argv, struct arg_texts *rest)
{
    struct getopt_form form = getopt_form_new(command->args);
    int result = ARGS_GO;
    optind = 0; /* glibc: start anew */
    opterr = 0;
    while (result == ARGS_GO) {
        int got = getopt_long(argc, argv, form.shorts.ptr, form.longs, NULL);
        if (got == -1) {
            break;
        }
        result = take(command, options, got, argv);
    }
    rest->items = (const char **)argv + optind;
    rest->len = (unsigned)(argc - optind);
    free(form.longs);
    buf_release(&form.shorts);
    return result;
}

static void add_name(const struct arg *arg, struct buf *out)
{
    if (arg->letter != 0) {
        buf_addf(out, "-%c, ", arg->letter);
    } else {
        buf_add_text(out, "    ");
    }
    buf_addf(out, "--%s", arg->name);
    if (arg->kind == ARG_CHOICE && arg->value == NULL) {
        buf_addf(out, " %s", arg->choices);
    } else if (arg->value != NULL) {
        buf_addf(out, " %s", arg->value);
    }
}

static void add_help_line(const struct arg *arg, struct buf *out)
{
    size_t start = out->len;
    buf_add_text(out, "  ");
    add_name(arg, out);
    if (out->len - start > HELP_COLUMN - 2) {
        buf_add_char(out, '\n');
        start = out->len;
    }
    for (const char *p = arg->help; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        buf_addf(out, "%*s", (int)(HELP_COLUMN - (out->len - start)), "");
        buf_add(out, p, n);
        buf_add_char(out, '\n');
        start = out->len;
        p += n + (p[n] == '\n');
    }
}

void args_help(const struct arg *table, struct buf *out)
{
    for (const struct arg *a = table; a->name != NULL; a++) {
        add_help_line(a, out);
    }
    static const struct arg help = {'h', "help", ARG_FLAG, 0, NULL, NULL, "this text"};
    add_help_line(&help, out);
}
