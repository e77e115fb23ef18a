#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define COMMAND(id) extern const struct command cmd_##id;
#include "cli/commands.def"
#undef COMMAND

const struct command *const commands[] = {
#define COMMAND(id) &cmd_##id,
#include "cli/commands.def"
#undef COMMAND
    NULL,
};

const struct command *command_find(const char *name)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (strcmp((*c)->name, name) == 0) {
            return *c;
        }
    }
    return NULL;
}

int command_unknown(const char *name)
{
    const char *best = NULL;
    unsigned best_distance = 3;
    for (const struct command *const *c = commands; *c != NULL; c++) {
        unsigned d = str_distance(str_from(name), str_from((*c)->name), best_distance);
        if (d < best_distance) {
            best_distance = d;
            best = (*c)->name;
        }
    }
    struct buf safe = BUF_INIT;
    buf_add_safe(&safe, str_from(name));
    if (best != NULL) {
        command_fail(0, "unknown command \"%s\"; did you mean `lurcher %s`?", safe.ptr, best);
    } else {
        command_fail(0, "unknown command \"%s\"; `lurcher help` lists them", safe.ptr);
    }
    buf_release(&safe);
    return EXIT_USAGE;
}

int command_print(struct buf *text)
{
    bool ok = text->len == 0 || fwrite(text->ptr, 1, text->len, stdout) == text->len;
    ok = fflush(stdout) == 0 && ok;
    int status = ok ? EXIT_DONE : command_fail(EXIT_OUTPUT, "cannot write: %s", strerror(errno));
    buf_release(text);
    return status;
}

void command_help(const struct command *command, struct buf *out)
{
    buf_addf(out, "usage: %s\n\n%s\n", command->synopsis, command->description);
    buf_add_text(out, "\noptions:\n");
    args_help(command->args, out);
    if (command->examples != NULL) {
        buf_addf(out, "\nexamples:\n%s", command->examples);
    }
}

void command_overview(struct buf *out)
{
    buf_add_text(out, "usage: lurcher COMMAND [options] …\n\n"
                      "Lurcher finds what is new, rare or sudden in AWS CloudTrail logs.\n\n"
                      "commands:\n");
    for (const struct command *const *c = commands; *c != NULL; c++) {
        buf_addf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
    }
    buf_add_text(out, "\n`lurcher COMMAND --help` tells the options of one. To begin with:\n\n"
                      "  lurcher run -r rules/anomaly path/to/cloudtrail/\n");
}

/* Text for troff: no line may begin with a dot, and hyphens stay hyphens. */
static void add_troff(struct buf *out, const char *text)
{
    bool start = true;
    for (const char *p = text; *p != '\0'; p++) {
        if (start && (*p == '.' || *p == '\'')) {
            buf_add_text(out, "\\&");
        }
        start = *p == '\n';
        if (*p == '-') {
            buf_add_text(out, "\\-");
        } else if (*p == '\\') {
            buf_add_text(out, "\\e");
        } else if (*p == '\n' && p[1] == '\n') {
            buf_add_text(out, "\n.PP");
        } else {
            buf_add_char(out, *p);
        }
    }
}

static void add_man_command(const struct command *c, struct buf *out)
{
    buf_addf(out, ".SH \"LURCHER %s\"\n.B ", c->name);
    add_troff(out, c->synopsis);
    buf_add_text(out, "\n.PP\n");
    add_troff(out, c->description);
    buf_add_char(out, '\n');
    args_man(c->args, out);
    if (c->examples != NULL) {
        buf_add_text(out, ".PP\nExamples:\n.PP\n.nf\n");
        add_troff(out, c->examples);
        buf_add_text(out, ".fi\n");
    }
}

static const char man_head[] =
    ".\\\" Made by `lurcher help --man`; do not edit.\n"
    ".TH LURCHER 1 \"\" \"Lurcher\" \"User commands\"\n"
    ".SH NAME\nlurcher \\- find what is new, rare or sudden in AWS CloudTrail logs\n"
    ".SH SYNOPSIS\n.B lurcher\n.I command\n[options] ...\n"
    ".SH DESCRIPTION\n"
    "Lurcher compiles rule packs, which mix plain match rules with the stateful\n"
    "primitives\n.BR new ,\n.BR rare ,\n.BR spike ,\n.BR count ,\n.B distinct\nand\n.BR sum ,\n"
    "and runs them over CloudTrail log files.\nThe language is described in docs/language.md.\n"
    "Data goes to standard output, everything else to standard error.\n"
    "Colour is used on a terminal only;\n.BR NO_COLOR ,\n.B TERM=dumb\nand\n.B \\-\\-no\\-color\nare respected.\n";

static const char man_tail[] =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nDone. Alerts alone do not change it.\n"
    ".TP\n.B 1\nFindings: an error or a warning of check, an alert at or over \\-\\-fail\\-on.\n"
    ".TP\n.B 2\nUsage, configuration or pack error; nothing was processed.\n"
    ".TP\n.B 3\nProcessed, but some input was rejected or unreadable (run: with \\-\\-strict only).\n"
    ".TP\n.B 4\nOutput could not be written, or memory ended.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n.B LURCHER_RULES\nThe folder of the rule packs that run without \\-r takes.\n"
    ".TP\n.B LURCHER_GEO\nA folder with MaxMind DB files, looked into before /usr/share/GeoIP.\n"
    ".TP\n.B NO_COLOR\nWhen set and not empty: no colour.\n"
    ".TP\n.B TMPDIR\nWhere sorted runs are spilled when events do not fit in memory.\n";

void command_man(struct buf *out)
{
    buf_add_text(out, man_head);
    for (const struct command *const *c = commands; *c != NULL; c++) {
        add_man_command(*c, out);
    }
    buf_add_text(out, man_tail);
}

int command_misuse(const struct command *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "lurcher %s: ", command->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nusage: %s\n`lurcher %s --help` tells more\n", command->synopsis, command->name);
    return EXIT_USAGE;
}

int command_fail(int status, const char *format, ...)
{
    va_list args;
    fputs("lurcher: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}
