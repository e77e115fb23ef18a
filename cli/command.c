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
    int status = ok ? EXIT_DONE : command_fail(EXIT_OUTPUT, "standard output: cannot write: %s", strerror(errno));
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
