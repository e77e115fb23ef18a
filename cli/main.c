/* lurcher: finds the command and runs it. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static int overview_as_mistake(void)
{
    struct buf text = BUF_INIT;
    command_overview(&text);
    fwrite(text.ptr, 1, text.len, stderr);
    buf_release(&text);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2) {
        return overview_as_mistake();
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        name = "help";
        argc = 2;
    }
    if (strcmp(name, "--version") == 0) {
        name = "version";
    }
    const struct command *command = command_find(name);
    if (command == NULL) {
        return command_unknown(name);
    }
    return command->run(command, argc - 1, argv + 1);
}
