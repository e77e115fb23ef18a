/* lurcher version: what this program is and was built with. */
#include "cli/command.h"
#include "lang/compile.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

static const struct arg args[] = {{0}};

static int version_run(const struct command *self, int argc, char **argv)
{
    struct arg_texts rest;
    int unused;
    int status = args_parse(self, &unused, argc, argv, &rest);
    if (status != ARGS_GO) {
        return status;
    }
    if (rest.len > 0) {
        return command_misuse(self, "it takes nothing");
    }
#ifdef HAVE_SIMDJSON
    const char *decoder = "simdjson";
#else
    const char *decoder = "jansson";
#endif
    struct buf text = BUF_INIT;
    buf_addf(&text, "lurcher %s (language %d, records decoded by %s)\n", PACKAGE_VERSION, LANGUAGE_VERSION,
              decoder);
    return command_print(&text);
}

const struct command cmd_version = {
    .name = "version",
    .synopsis = "lurcher version",
    .summary = "the version of the program and of the language",
    .description = "Prints the version, the language version and the record decoder in use.",
    .args = args,
    .run = version_run,
};
