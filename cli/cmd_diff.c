/* lurcher diff: what differs between two versions of rules, and which baselines it costs. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/diff_print.h"
#include "cli/pack.h"

enum { FORMAT_TEXT, FORMAT_JSON };

struct options {
    struct arg_texts rules;
    int format;
    bool quiet, no_color;
};

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "rules that are there on both sides, such as your\ntunes; repeatable"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json",
     "for people, or one JSON object per line"},
    {'q', "quiet", ARG_FLAG, offsetof(struct options, quiet), NULL, NULL, "print nothing; the exit status tells"},
    {0, "no-color", ARG_FLAG, offsetof(struct options, no_color), NULL, NULL, "no colour"},
    {0},
};

/* One side: the path, and what both sides have. */
static struct program *side_compile(const struct options *o, const char *path)
{
    struct arg_texts paths = {mem_alloc((o->rules.len + 1) * sizeof *paths.items), 0};
    paths.items[paths.len++] = path;
    for (unsigned i = 0; i < o->rules.len; i++) {
        paths.items[paths.len++] = o->rules.items[i];
    }
    struct program *program = pack_compile(&paths, o->no_color);
    free(paths.items);
    return program;
}

static int changes_print(const struct options *o, const struct changes *c)
{
    struct buf text = BUF_INIT;
    if (!o->quiet && o->format == FORMAT_JSON) {
        diff_print_json(c, &text);
    } else if (!o->quiet && changes_any(c)) {
        diff_print_text(c, &text);
    } else if (!o->quiet) {
        fputs("no difference\n", stderr);
    }
    int status = command_print(&text);
    return status == EXIT_DONE && changes_any(c) ? EXIT_FINDINGS : status;
}

static int diff(const struct options *o, const char *was_path, const char *is_path)
{
    int status = EXIT_USAGE;
    struct program *was = side_compile(o, was_path);
    struct program *is = was == NULL ? NULL : side_compile(o, is_path);
    if (is != NULL) {
        struct changes *c = changes_new(was, is);
        status = changes_print(o, c);
        changes_free(c);
    }
    program_free(is);
    program_free(was);
    return status;
}

static int diff_run(const struct command *self, int argc, char **argv)
{
    struct options options = {0};
    struct arg_texts paths;
    int status = args_parse(self, &options, argc, argv, &paths);
    if (status == ARGS_GO && paths.len != 2) {
        status = command_misuse(self, "give two paths: the old rules and the new ones");
    } else if (status == ARGS_GO) {
        status = diff(&options, paths.items[0], paths.items[1]);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_diff = {
    .name = "diff",
    .synopsis = "lurcher diff [options] OLD NEW",
    .summary = "what differs between two versions of rules",
    .description =
        "Compares two rule files or pack folders by what they mean: rules that were\n"
        "removed, added, renamed (the same program under another name) or changed, with\n"
        "the clauses that differ. Comments, order and layout are no difference.\n"
        "\n"
        "For each state it tells what becomes of that which was learnt: it survives;\n"
        "a new one starts anew in its place, and why; it is new; or it is orphaned, since\n"
        "no rule asks for it any more.\n"
        "\n"
        "Exit status 0 means that there is no difference, 1 that there is one, 2 that one\n"
        "side could not be read.",
    .examples = "  lurcher diff rules/anomaly ../new/rules/anomaly\n"
                "  lurcher diff -r my-tunes.lur old-pack new-pack\n",
    .args = args,
    .run = diff_run,
};
