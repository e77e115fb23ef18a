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

static const char *expected(const struct arg *arg)
{
    switch (arg->kind) {
    case ARG_CHOICE: return arg->choices;
    case ARG_DURATION: return "a duration such as 15m, 2d or 1h30m";
    case ARG_TIME: return "a date or time such as 2026-10-01 or 2026-10-01T12:00:00Z";
    case ARG_NUMBER: return "a number";
    case ARG_SIZE: return "a size such as 512M or 2G";
    default: return "a value";
    }
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

static enum args_result unknown(const struct command *command, char **argv)
{
    const char *word = argv[optind - 1];
    const char *near = word[0] == '-' && word[1] == '-' ? nearest(command->args, word + 2) : NULL;
    if (optopt != 0 && optopt < HELP_ID) {
        command_misuse(command, "unknown option -%c", optopt);
    } else if (near != NULL) {
        command_misuse(command, "unknown option %s; did you mean --%s?", word, near);
    } else {
        command_misuse(command, "unknown option %s", word);
    }
    return ARGS_WRONG;
}

static enum args_result take(const struct command *command, void *options, int got, char **argv)
{
    if (got == 'h' || got == HELP_ID) {
        struct buf text = BUF_INIT;
        command_help(command, &text);
        fwrite(text.ptr, 1, text.len, stdout);
        buf_release(&text);
        return ARGS_HELP;
    }
    if (got == '?') {
        return unknown(command, argv);
    }
    if (got == ':') {
        const struct arg *arg = arg_of(command->args, optopt);
        command_misuse(command, "option %s needs %s", argv[optind - 1],
                       arg == NULL ? "a value" : expected(arg));
        return ARGS_WRONG;
    }
    const struct arg *arg = arg_of(command->args, got);
    if (!store(arg, options, optarg)) {
        command_misuse(command, "--%s: expected %s, found \"%s\"", arg->name, expected(arg), optarg);
        return ARGS_WRONG;
    }
    return ARGS_OK;
}

enum args_result args_parse(const struct command *command, void *options, int argc, char **argv,
                            struct arg_texts *rest)
{
    struct getopt_form form = getopt_form_new(command->args);
    enum args_result result = ARGS_OK;
    optind = 0; /* glibc: start anew */
    opterr = 0;
    while (result == ARGS_OK) {
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

void args_man(const struct arg *table, struct buf *out)
{
    for (const struct arg *a = table; a->name != NULL; a++) {
        buf_add_text(out, ".TP\n.B ");
        struct buf name = BUF_INIT;
        add_name(a, &name);
        const char *p = name.ptr + strspn(name.ptr, " ");
        for (; *p != '\0'; p++) {
            buf_addf(out, *p == '-' ? "\\-" : "%c", *p);
        }
        buf_release(&name);
        buf_add_char(out, '\n');
        for (p = a->help; *p != '\0'; p++) {
            buf_addf(out, *p == '-' ? "\\-" : "%c", *p);
        }
        buf_add_char(out, '\n');
    }
}
