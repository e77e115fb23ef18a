#include "cli/pack.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/term.h"

#ifndef PKGDATADIR
#error "PKGDATADIR is set by the build system"
#endif

/* The folder that this program lies in, when it has one of that name. */
static char *beside_program(const char *name)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len <= 0) {
        return NULL;
    }
    path[len] = '\0';
    *strrchr(path, '/') = '\0';
    struct buf folder = BUF_INIT;
    buf_addf(&folder, "%s/%s", path, name);
    struct stat st;
    if (stat(folder.ptr, &st) == 0 && S_ISDIR(st.st_mode)) {
        return folder.ptr;
    }
    buf_release(&folder);
    return NULL;
}

char *pack_default_folder(void)
{
    const char *chosen = getenv("LURCHER_RULES");
    if (chosen != NULL && chosen[0] != '\0') {
        return mem_copy(chosen, strlen(chosen));
    }
    char *beside = beside_program("rules");
    return beside != NULL ? beside : mem_copy(PKGDATADIR "/rules", strlen(PKGDATADIR "/rules"));
}

bool pack_add(struct compile *compile, const struct arg_texts *paths)
{
    struct err err = {""};
    for (unsigned i = 0; i < paths->len; i++) {
        if (!compile_add(compile, paths->items[i], &err)) {
            command_fail(EXIT_USAGE, "%s", err.text);
            return false;
        }
    }
    return true;
}

static bool add_default(struct compile *compile)
{
    char *folder = pack_default_folder();
    struct err err = {""};
    bool ok = compile_add(compile, folder, &err);
    if (!ok) {
        command_fail(EXIT_USAGE, "no rules: give -r FILE_OR_FOLDER; there are no installed packs (%s)", err.text);
    }
    free(folder);
    return ok;
}

static bool add_group(struct compile *compile, const char *by)
{
    struct err err = {""};
    bool ok = by == NULL || compile_add_group(compile, str_from(by), &err);
    if (!ok) {
        command_fail(EXIT_USAGE, "%s", err.text);
    }
    return ok;
}

/* Can anything be run? If not, why. */
static const char *program_lacks(const struct program *p)
{
    if (p->n_rules == 0) {
        return p->n_disabled > 0 ? "tunes disable every rule" : "there is no rule in what was given by -r";
    }
    for (uint32_t i = 0; i < p->n_sources; i++) {
        if (!p->sources[i].internal) {
            return NULL;
        }
    }
    return "all of these rules look at alerts: give the rules that make them by -r, too";
}

struct program *pack_compile_by(const struct arg_texts *paths, const char *by, bool no_color)
{
    struct compile *compile = compile_new();
    struct program *program = NULL;
    if ((paths->len == 0 ? add_default(compile) : pack_add(compile, paths)) && add_group(compile, by)) {
        compile_know_unread(compile);
        program = compile_finish(compile);
        struct buf text = BUF_INIT;
        diag_print(compile_diags(compile), DIAG_TEXT, term_colour(stderr, no_color), &text);
        fwrite(text.ptr == NULL ? "" : text.ptr, 1, text.len, stderr);
        buf_release(&text);
        if (program == NULL) {
            command_fail(EXIT_USAGE, "the rules have errors; nothing was run");
        } else if (program_lacks(program) != NULL) {
            command_fail(EXIT_USAGE, "%s; nothing was run", program_lacks(program));
            program_free(program);
            program = NULL;
        }
    }
    compile_free(compile);
    return program;
}

struct program *pack_compile(const struct arg_texts *paths, bool no_color)
{
    return pack_compile_by(paths, NULL, no_color);
}
