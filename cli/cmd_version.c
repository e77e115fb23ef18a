/* lurcher version: what this program is and was built with. */
#include <stdio.h>

#include "cli/command.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

static const struct arg args[] = {{0}};

static int version_run(const struct command *self, int argc, char **argv)
{
    struct arg_texts rest;
    int unused;
    enum args_result parsed = args_parse(self, &unused, argc, argv, &rest);
    if (parsed != ARGS_OK) {
        return parsed == ARGS_HELP ? EXIT_DONE : EXIT_USAGE;
    }
#ifdef HAVE_SIMDJSON
    const char *decoder = "simdjson";
#else
    const char *decoder = "jansson";
#endif
    printf("lurcher %s (language 1, records decoded by %s)\n", PACKAGE_VERSION, decoder);
    return EXIT_DONE;
}

const struct command cmd_version = {
    .name = "version",
    .synopsis = "lurcher version",
    .summary = "the version of the program and of the language",
    .description = "Prints the version, the language version and the record decoder in use.",
    .args = args,
    .run = version_run,
};
