#include "lang/module.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "lang/builtin.h"
#include "lang/folder.h"
#include "lang/from.h"
#include "lang/parse.h"
#include "lang/seq.h"

#define FOLDER_DEPTH_MAX 16 /* folders in folders */

/* A module, or a place that will be one: known by its real path. */
struct entry {
    struct module module;
    const char *name; /* as it is shown */
    bool is_folder;
    bool loading;
};

struct module_set {
    struct source_set *sources;
    struct diag_list *diags;
    struct arena *arena;
    VEC(struct module *) done; /* imports first */
    VEC(struct entry *) entries;
    VEC(struct entry *) stack;     /* the modules that are being loaded */
    struct strmap by_key;          /* real path, or "<stdlib>/NAME.lur" -> entries */
    struct strmap by_path;         /* real path -> number in the source set */
    VEC(struct ast_file *) parsed; /* by number in the source set: each is parsed once */
};

struct module_set *module_set_new(struct source_set *sources, struct diag_list *diags, struct arena *arena)
{
    struct module_set *set = mem_zalloc(sizeof *set);
    set->sources = sources;
    set->diags = diags;
    set->arena = arena;
    return set;
}

void module_set_free(struct module_set *set)
{
    if (set == NULL) {
        return;
    }
    vec_release(&set->done);
    vec_release(&set->entries);
    vec_release(&set->stack);
    vec_release(&set->parsed);
    strmap_release(&set->by_key);
    strmap_release(&set->by_path);
    free(set);
}

struct module *const *modules(const struct module_set *set, uint32_t *count)
{
    *count = (uint32_t)set->done.len;
    return set->done.items;
}

/* ---- entries ---- */

/* The entry of a path, made when it is new. What cannot be resolved is its own
 * key: reading it will say why. */
static struct entry *entry_of(struct module_set *set, const char *path, bool *added)
{
    char *real = realpath(path, NULL);
    uint32_t *slot = strmap_put(&set->by_key, str_from(real == NULL ? path : real), added);
    free(real);
    if (!*added) {
        return set->entries.items[*slot];
    }
    struct entry *e = arena_new(set->arena, struct entry);
    e->name = arena_text(set->arena, path);
    e->module.library = true;
    *slot = (uint32_t)set->entries.len;
    vec_push(&set->entries, e);
    return e;
}

/* "x.lur: why" and "x.lur:7: why" without the name, which the message has already. */
static struct str reason_of(const struct err *err, const char *name, uint32_t *line)
{
    struct str text = str_from(err->text), prefix = str_from(name);
    *line = 0;
    if (!str_starts(text, prefix) || text.len <= prefix.len || text.ptr[prefix.len] != ':') {
        return text;
    }
    size_t at = prefix.len + 1;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
        *line = *line * 10 + (uint32_t)(text.ptr[at++] - '0');
    }
    while (at < text.len && (text.ptr[at] == ':' || text.ptr[at] == ' ')) {
        at++;
    }
    return str_slice(text.ptr + at, text.len - at);
}

/* A file or folder that is not readable has no text to point at; an empty one is
 * put in its place, so that the message has the usual form. */
static void unreadable_report(struct module_set *set, const char *name, const struct err *err)
{
    struct err ignored;
    uint32_t line, file = source_add(set->sources, name, STR(""), &ignored);
    struct str reason = reason_of(err, name, &line);
    struct diag *d = diag_add(set->diags, DIAG_E033, (struct span){file, 0, 0}, "cannot use this file: %.*s",
                              STR_ARG(reason));
    if (line > 0) {
        diag_note(set->diags, d, "in line %u", line);
    }
}

static struct ast_file *text_parse(struct module_set *set, uint32_t file)
{
    while (set->parsed.len <= file) {
        vec_push(&set->parsed, NULL);
    }
    if (set->parsed.items[file] == NULL) {
        set->parsed.items[file] = parse_file(set->sources, file, set->diags, set->arena);
    }
    return set->parsed.items[file];
}

/* A file has one number, whatever way led to it: what is wrong in it is said once. */
static uint32_t file_read(struct module_set *set, const char *path, struct err *err)
{
    char *real = strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
    if (real == NULL) {
        return source_read(set->sources, path, err);
    }
    uint32_t file = strmap_get(&set->by_path, str_from(real));
    if (file == STRMAP_NONE) {
        file = source_read(set->sources, path, err);
    }
    if (file != UINT32_MAX) {
        *strmap_put(&set->by_path, str_from(real), NULL) = file;
    }
    free(real);
    return file;
}

static struct ast_file *file_parse(struct module_set *set, const char *path)
{
    struct err err = {""};
    uint32_t file = file_read(set, path, &err);
    if (file == UINT32_MAX) {
        unreadable_report(set, path, &err);
        return NULL;
    }
    return text_parse(set, file);
}

static void files_add(struct module_set *set, struct seq *files, struct ast_file *file)
{
    if (file != NULL) {
        *(struct ast_file **)seq_add(set->arena, files, sizeof file) = file;
    }
}

/* ---- imports ---- */

static struct module *module_import(struct module_set *set, const struct entry *by, struct ast_name name);
static void named_load(struct module_set *set, struct entry *e);

static void pack_note(struct module_set *set, struct module *m, const struct ast_pack *pack)
{
    if (m->pack == NULL) {
        m->pack = pack;
        m->name = pack->name.text;
        return;
    }
    struct diag *d = diag_add(set->diags, DIAG_E034, pack->name.span, "a second `pack` for the same folder");
    diag_label(set->diags, d, m->pack->name.span, "the first one is here");
}

/* What the module's files import, each name once. */
static struct seq imports_collect(struct module_set *set, struct module *m)
{
    struct seq imports = {NULL, 0, 0};
    struct strmap seen = STRMAP_INIT;
    for (uint32_t f = 0; f < m->n_files; f++) {
        for (uint32_t i = 0; i < m->files[f]->n_items; i++) {
            const struct ast_item *item = &m->files[f]->items[i];
            bool added = false;
            if (item->kind == AST_ITEM_PACK) {
                pack_note(set, m, item->pack);
            } else if (item->kind == AST_ITEM_IMPORT) {
                *strmap_put(&seen, item->import->name.text, &added) = 0;
            }
            if (added) {
                ((struct module_import *)seq_add(set->arena, &imports, sizeof(struct module_import)))->name =
                    item->import->name;
            }
        }
    }
    strmap_release(&seen);
    return imports;
}

static void module_finish(struct module_set *set, struct entry *e, struct seq files, const char *folder)
{
    struct module *m = &e->module;
    m->files = files.items;
    m->n_files = files.len;
    m->folder = str_from(folder);
    struct seq imports = imports_collect(set, m);
    m->imports = imports.items;
    m->n_imports = imports.len;
    e->loading = true;
    vec_push(&set->stack, e);
    for (uint32_t i = 0; i < m->n_imports; i++) {
        m->imports[i].module = module_import(set, e, m->imports[i].name);
    }
    named_load(set, e);
    (void)vec_pop(&set->stack);
    e->loading = false;
    vec_push(&set->done, m);
}

/* All rule files of a folder and below, as one namespace. */
static void files_collect(struct module_set *set, const char *path, unsigned depth, struct seq *files)
{
    struct folder folder;
    struct err err = {""};
    if (depth > FOLDER_DEPTH_MAX) {
        err_set(&err, "folders are nested more than %d deep", FOLDER_DEPTH_MAX);
    }
    if (depth > FOLDER_DEPTH_MAX || !folder_list(path, set->arena, &folder, &err)) {
        unreadable_report(set, path, &err);
        return;
    }
    for (uint32_t i = 0; i < folder.n_files; i++) {
        files_add(set, files, file_parse(set, folder.files[i]));
    }
    for (uint32_t i = 0; i < folder.n_folders; i++) {
        files_collect(set, folder.folders[i], depth + 1, files);
    }
}

static void library_load(struct module_set *set, struct entry *e)
{
    struct seq files = {NULL, 0, 0};
    const char *folder = e->is_folder ? e->name : folder_parent(set->arena, e->name);
    if (e->is_folder) {
        files_collect(set, e->name, 0, &files);
    } else {
        files_add(set, &files, file_parse(set, e->name));
    }
    module_finish(set, e, files, folder);
}

static void cycle_report(struct module_set *set, const struct entry *e, struct ast_name name)
{
    struct buf chain = BUF_INIT;
    size_t i = set->stack.len;
    while (i > 0 && set->stack.items[i - 1] != e) {
        i--;
    }
    for (i = i > 0 ? i - 1 : 0; i < set->stack.len; i++) {
        buf_addf(&chain, "%s imports ", set->stack.items[i]->name);
    }
    buf_add_text(&chain, e->name);
    struct diag *d = diag_add(set->diags, DIAG_E031, name.span, "the import of `%.*s` goes in a circle",
                              STR_ARG(name.text));
    diag_note(set->diags, d, "%s", chain.ptr);
    buf_release(&chain);
}

static bool depth_check(struct module_set *set, struct ast_name name)
{
    if (set->stack.len <= MODULE_DEPTH_MAX) {
        return true;
    }
    diag_add(set->diags, DIAG_E032, name.span, "imports are nested more than %d deep", MODULE_DEPTH_MAX);
    return false;
}

/* A name on disk: NAME.lur or the folder NAME in `folder`; NULL when there is none. */
static const char *library_find(struct module_set *set, const char *folder, const char *name, bool *is_folder)
{
    const char *path = folder_join(set->arena, folder, name);
    const char *file = arena_printf(set->arena, "%s.lur", path).ptr;
    *is_folder = false;
    if (folder_has_file(file)) {
        return file;
    }
    *is_folder = true;
    return folder_is(path) ? path : NULL;
}

static const struct builtin_file *builtin_find(struct str name)
{
    const struct builtin_file *b = builtin_files;
    while (b->name != NULL && !str_equal(str_from(b->name), name)) {
        b++;
    }
    return b->name == NULL ? NULL : b;
}

/* Packs look beside themselves: what is inside of them is theirs without an import. */
static const char *import_find(struct module_set *set, const struct entry *by, struct str name,
                               bool *is_folder)
{
    if (memchr(name.ptr, '/', name.len) != NULL || memchr(name.ptr, '.', name.len) != NULL) {
        return NULL; /* backquotes must not lead out of the folders */
    }
    const char *text = arena_str(set->arena, name).ptr;
    if (by->module.folder.len == 0) {
        return NULL;
    }
    const char *folder = arena_str(set->arena, by->module.folder).ptr;
    return library_find(set, by->is_folder ? folder_parent(set->arena, folder) : folder, text, is_folder);
}

static void missing_report(struct module_set *set, struct ast_name name)
{
    struct diag *d =
        diag_add(set->diags, DIAG_E030, name.span, "there is no module `%.*s` to import", STR_ARG(name.text));
    struct diag_suggest best;
    diag_suggest_init(&best, name.text);
    for (const struct builtin_file *b = builtin_files; b->name != NULL; b++) {
        diag_suggest_try(&best, str_from(b->name));
    }
    diag_suggest_finish(set->diags, d, &best);
    if (best.best.ptr == NULL) {
        diag_help(set->diags, d, "a file %.*s.lur or a folder %.*s must stand beside the importing one",
                  STR_ARG(name.text), STR_ARG(name.text));
    }
}

static void builtin_load(struct module_set *set, struct entry *e, const struct builtin_file *builtin,
                         struct ast_name name)
{
    struct err err = {""};
    struct seq files = {NULL, 0, 0};
    uint32_t file = source_add(set->sources, e->name, builtin->text, &err);
    if (file == UINT32_MAX) {
        diag_add(set->diags, DIAG_E033, name.span, "%s", err.text);
    } else {
        files_add(set, &files, text_parse(set, file));
    }
    module_finish(set, e, files, "");
}

/* A module of the library, read when it is asked for the first time; NULL after a report. */
static struct module *builtin_module(struct module_set *set, const struct builtin_file *builtin, struct ast_name name)
{
    bool added;
    struct entry *e = entry_of(set, arena_printf(set->arena, "<stdlib>/%s.lur", builtin->name).ptr, &added);
    if (e->loading) {
        cycle_report(set, e, name);
        return NULL;
    }
    if (added) {
        builtin_load(set, e, builtin, name);
    }
    return &e->module;
}

static struct module *module_import(struct module_set *set, const struct entry *by, struct ast_name name)
{
    bool is_folder = false, added = false;
    const char *path = import_find(set, by, name.text, &is_folder);
    const struct builtin_file *builtin = path == NULL ? builtin_find(name.text) : NULL;
    if (path == NULL && builtin == NULL) {
        missing_report(set, name);
        return NULL;
    }
    if (!depth_check(set, name)) {
        return NULL;
    }
    if (builtin != NULL) {
        return builtin_module(set, builtin, name);
    }
    struct entry *e = entry_of(set, path, &added);
    e->is_folder = is_folder;
    if (e->loading) {
        cycle_report(set, e, name);
        return NULL;
    }
    if (added) {
        library_load(set, e);
    }
    return &e->module;
}

/* ---- sources that only a `from` names ---- */

static bool declares(const struct module *m, struct str name)
{
    for (uint32_t f = 0; f < m->n_files; f++) {
        for (uint32_t i = 0; i < m->files[f]->n_items; i++) {
            const struct ast_item *item = &m->files[f]->items[i];
            if (item->kind == AST_ITEM_SOURCE && str_equal(item->source->name.text, name)) {
                return true;
            }
        }
    }
    return false;
}

/* Is there a source of that name without more modules? */
static bool is_seen(const struct module *m, struct str name)
{
    bool seen = declares(m, name);
    for (uint32_t i = 0; i < m->n_imports && !seen; i++) {
        seen = m->imports[i].module != NULL && declares(m->imports[i].module, name);
    }
    for (uint32_t i = 0; i < m->n_named && !seen; i++) {
        seen = declares(m->named[i], name);
    }
    return seen;
}

struct naming {
    struct module_set *set;
    struct entry *entry;
    struct seq named;
};

static void on_from(void *context, const struct ast_name *name)
{
    struct naming *n = context;
    struct module *m = &n->entry->module;
    const struct builtin_file *builtin = is_seen(m, name->text) ? NULL : builtin_find(name->text);
    struct module *found = builtin == NULL ? NULL : builtin_module(n->set, builtin, *name);
    if (found != NULL) {
        *(struct module **)seq_add(n->set->arena, &n->named, sizeof found) = found;
        m->named = n->named.items;
        m->n_named = n->named.len;
    }
}

static void named_load(struct module_set *set, struct entry *e)
{
    struct naming n = {.set = set, .entry = e};
    for (uint32_t f = 0; f < e->module.n_files; f++) {
        from_each(e->module.files[f], on_from, &n);
    }
}

/* ---- what the user names ---- */

static void file_load(struct module_set *set, const char *path, struct ast_file *file)
{
    bool added;
    struct entry *e = entry_of(set, path, &added);
    e->module.library = false;
    if (!added) {
        return;
    }
    struct seq files = {NULL, 0, 0};
    files_add(set, &files, file);
    module_finish(set, e, files, strcmp(path, "-") == 0 ? "" : folder_parent(set->arena, path));
}

static bool has_pack(const struct ast_file *file)
{
    for (uint32_t i = 0; file != NULL && i < file->n_items; i++) {
        if (file->items[i].kind == AST_ITEM_PACK) {
            return true;
        }
    }
    return false;
}

/* `files` are those directly in the folder, which say that it is a pack. */
static void pack_load(struct module_set *set, const char *path, struct seq files, const struct folder *folder,
                      unsigned depth)
{
    bool added;
    struct entry *e = entry_of(set, path, &added);
    e->module.library = false;
    if (!added) {
        return;
    }
    e->is_folder = true;
    for (uint32_t i = 0; i < folder->n_folders; i++) {
        files_collect(set, folder->folders[i], depth + 1, &files);
    }
    module_finish(set, e, files, e->name);
}

/* A pack, or packs and loose files in it. `found` counts files. */
static bool folder_load(struct module_set *set, const char *path, unsigned depth, uint32_t *found,
                        struct err *err)
{
    struct folder folder;
    if (depth > FOLDER_DEPTH_MAX) {
        return err_set(err, "%s: folders are nested more than %d deep", path, FOLDER_DEPTH_MAX);
    }
    if (!folder_list(path, set->arena, &folder, err)) {
        return false;
    }
    struct ast_file **parsed = arena_array(set->arena, folder.n_files, sizeof(struct ast_file *));
    struct seq files = {NULL, 0, 0};
    bool is_pack = false;
    *found += folder.n_files;
    for (uint32_t i = 0; i < folder.n_files; i++) {
        parsed[i] = file_parse(set, folder.files[i]);
        files_add(set, &files, parsed[i]);
        is_pack = is_pack || has_pack(parsed[i]);
    }
    if (is_pack) {
        pack_load(set, path, files, &folder, depth);
        return true;
    }
    for (uint32_t i = 0; i < folder.n_files; i++) {
        if (parsed[i] != NULL) {
            file_load(set, folder.files[i], parsed[i]);
        }
    }
    for (uint32_t i = 0; i < folder.n_folders; i++) {
        struct err below = {""};
        if (!folder_load(set, folder.folders[i], depth + 1, found, &below)) {
            unreadable_report(set, folder.folders[i], &below);
        }
    }
    return true;
}

bool module_load(struct module_set *set, const char *path, struct err *err)
{
    if (folder_is(path)) {
        uint32_t found = 0;
        if (!folder_load(set, path, 0, &found, err)) {
            return false;
        }
        return found > 0 || err_set(err, "%s: no rule file (*.lur) in this folder", path);
    }
    uint32_t file = file_read(set, path, err);
    if (file == UINT32_MAX) {
        return false;
    }
    file_load(set, path, text_parse(set, file));
    return true;
}

void module_add_file(struct module_set *set, const char *name, struct ast_file *file)
{
    struct entry *e = arena_new(set->arena, struct entry);
    e->name = arena_text(set->arena, name);
    struct seq files = {NULL, 0, 0};
    files_add(set, &files, file);
    module_finish(set, e, files, "");
}

bool module_load_text(struct module_set *set, const char *name, struct str text, struct err *err)
{
    uint32_t file = source_add(set->sources, name, text, err);
    if (file == UINT32_MAX) {
        return false;
    }
    module_add_file(set, name, text_parse(set, file));
    return true;
}
