/* lurcher: finds the command and runs it. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static int overview(FILE *stream, int status)
{
    struct buf text = BUF_INIT;
    command_overview(&text);
    fwrite(text.ptr, 1, text.len, stream);
    buf_release(&text);
    return status;
}

static int unknown_command(const char *name)
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

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2) {
        return overview(stderr, EXIT_USAGE);
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return overview(stdout, EXIT_DONE);
    }
    if (strcmp(name, "--version") == 0) {
        name = "version";
    }
    const struct command *command = command_find(name);
    if (command == NULL) {
        return unknown_command(name);
    }
    return command->run(command, argc - 1, argv + 1);
}
