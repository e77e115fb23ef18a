#include "lang/module.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "lang/folder.h"
#include "tests/unit/unit.h"

static char root[] = "test_module.XXXXXX";
static struct source_set *sources;
static struct diag_list *diags;
static struct arena arena;
static struct module_set *set;
static struct buf out;

static void begin(void)
{
    strcpy(root + sizeof root - 7, "XXXXXX");
    if (mkdtemp(root) == NULL) {
        abort();
    }
    sources = source_set_new();
    diags = diag_list_new(sources);
    set = module_set_new(sources, diags, &arena);
}

/* Remove what the test made: files are known by their folder only. */
static void remove_tree(const char *path)
{
    struct arena a = ARENA_INIT;
    struct folder f;
    if (folder_list(path, &a, &f, NULL)) {
        for (uint32_t i = 0; i < f.n_files; i++) {
            unlink(f.files[i]);
        }
        for (uint32_t i = 0; i < f.n_folders; i++) {
            remove_tree(f.folders[i]);
        }
    }
    rmdir(path);
    arena_release(&a);
}

static void end(void)
{
    remove_tree(root);
    module_set_free(set);
    diag_list_free(diags);
    source_set_free(sources);
    arena_release(&arena);
    buf_release(&out);
}

static const char *at(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

/* Write a file; folders in its name are made. */
static void put(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s", at(name));
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
        abort();
    }
    close(fd);
}

/* "name[files](imports)" of each module; a library in angle brackets. */
static struct str loaded(void)
{
    uint32_t n;
    struct module *const *all = modules(set, &n);
    buf_reset(&out);
    for (uint32_t i = 0; i < n; i++) {
        const struct module *m = all[i];
        buf_addf(&out, "%s%s%.*s[", i > 0 ? " " : "", m->library ? "<" : "", STR_ARG(m->name));
        for (uint32_t f = 0; f < m->n_files; f++) {
            struct str name = source_file(sources, m->files[f]->file)->name;
            bool below = str_starts(name, str_from(root));
            size_t skip = below ? strlen(root) + 1 : 0;
            buf_addf(&out, "%s%.*s", f > 0 ? " " : "", STR_ARG(str_slice(name.ptr + skip, name.len - skip)));
        }
        buf_addf(&out, "](");
        for (uint32_t k = 0; k < m->n_imports; k++) {
            buf_addf(&out, "%s%.*s%s", k > 0 ? " " : "", STR_ARG(m->imports[k].name.text),
                     m->imports[k].module == NULL ? "?" : "");
        }
        buf_addf(&out, ")%s", m->library ? ">" : "");
    }
    return buf_str(&out);
}

static bool said(const char *text)
{
    struct buf messages = BUF_INIT;
    diag_print(diags, DIAG_GCC, false, &messages);
    bool found = messages.len > 0 && str_find(buf_str(&messages), str_from(text)) != SIZE_MAX;
    if (!found) {
        printf("# got: %s\n", messages.len > 0 ? messages.ptr : "");
    }
    buf_release(&messages);
    return found;
}

TEST(module_of_a_loose_file)
{
    begin();
    struct err err = {""};
    put("a.lur", "import b\nimport b\nrule r { match true }\n");
    put("b.lur", "let x = 1\n");
    CHECK(module_load(set, at("a.lur"), &err));
    CHECK_STR(loaded(), STR("<[b.lur]()> [a.lur](b)"));
    CHECK_INT(diag_count(diags, DIAG_NOTE), 0);
    end();
}

TEST(module_of_a_pack_is_one_namespace)
{
    begin();
    struct err err = {""};
    put("p/z.lur", "rule z { match true }\n");
    put("p/pack.lur", "pack mine { version \"1\" }\n");
    put("p/sub/a.lur", "rule a { match true }\n");
    put("p/.hidden/b.lur", "rule b { match true }\n");
    put("p/notes.txt", "not a rule");
    CHECK(module_load(set, at("p"), &err));
    CHECK_STR(loaded(), STR("mine[p/pack.lur p/z.lur p/sub/a.lur]()"));
    unlink(at("p/.hidden/b.lur"));
    rmdir(at("p/.hidden"));
    unlink(at("p/notes.txt"));
    end();
}

TEST(module_folder_holds_packs_and_loose_files)
{
    begin();
    struct err err = {""};
    put("loose.lur", "rule l { match true }\n");
    put("one/p.lur", "pack one { }\n");
    put("two/deep/p.lur", "pack two { }\n");
    put("two/other.lur", "let a = 1\n");
    CHECK(module_load(set, root, &err));
    CHECK_STR(loaded(), STR("[loose.lur]() one[one/p.lur]() [two/other.lur]() two[two/deep/p.lur]()"));
    end();
}

TEST(module_packs_import_what_stands_beside_them)
{
    begin();
    struct err err = {""};
    put("p/pack.lur", "pack p { }\nimport names\nimport other\n");
    put("p/sub/a.lur", "import names\n");
    put("names.lur", "import cloudtrail\n");
    put("other/pack.lur", "pack other_pack { }\n");
    put("other/more.lur", "let a = 1\n");
    CHECK(module_load(set, at("p"), &err));
    CHECK_STR(loaded(),
              STR("<[<stdlib>/cloudtrail.lur]()> <[names.lur](cloudtrail)> "
                  "<other_pack[other/more.lur other/pack.lur]()> p[p/pack.lur p/sub/a.lur](names other)"));
    CHECK_INT(diag_count(diags, DIAG_NOTE), 0);
    end();
}

TEST(module_looks_beside_then_in_the_library)
{
    begin();
    struct err err = {""};
    put("a/a.lur", "import cloudtrail\nimport only\n");
    put("a/only.lur", "let o = 1\n");
    CHECK(module_load(set, at("a/a.lur"), &err));
    CHECK_STR(loaded(), STR("<[<stdlib>/cloudtrail.lur]()> <[a/only.lur]()> [a/a.lur](cloudtrail only)"));
    put("b/cloudtrail.lur", "let mine = 1\n");
    put("b/b.lur", "import cloudtrail\n");
    CHECK(module_load(set, at("b/b.lur"), &err));
    CHECK(str_ends(loaded(), STR("<[b/cloudtrail.lur]()> [b/b.lur](cloudtrail)")));
    end();
}

TEST(module_text_has_no_folder)
{
    begin();
    struct err err = {""};
    put("names.lur", "let a = 1\n");
    CHECK(module_load_text(set, "<hunt>", STR("import cloudtrail\nimport names\n"), &err));
    CHECK_STR(loaded(), STR("<[<stdlib>/cloudtrail.lur]()> [<hunt>](cloudtrail names?)"));
    CHECK(said("<hunt>:2:8: error: there is no module `names` to import [E030]"));
    end();
}

TEST(module_cycles_are_cut)
{
    begin();
    struct err err = {""};
    put("a.lur", "import b\nlet x = 1\n");
    put("b.lur", "import a\n");
    CHECK(module_load(set, at("a.lur"), &err));
    CHECK_STR(loaded(), STR("<[b.lur](a?)> [a.lur](b)"));
    CHECK(said("b.lur:1:8: error: the import of `a` goes in a circle [E031]"));
    CHECK_INT(diag_count(diags, DIAG_NOTE), 1);
    end();
}

TEST(module_names_do_not_lead_out)
{
    begin();
    struct err err = {""};
    put("a/a.lur", "import `../b`\nimport `/etc/passwd`\nimport `b.lur`\n");
    put("b.lur", "let a = 1\n");
    CHECK(module_load(set, at("a/a.lur"), &err));
    CHECK_STR(loaded(), STR("[a/a.lur](../b? /etc/passwd? b.lur?)"));
    CHECK_INT(diag_count(diags, DIAG_NOTE), 3);
    end();
}

TEST(module_is_a_library_until_it_is_asked_for)
{
    begin();
    struct err err = {""};
    put("a.lur", "import b\n");
    put("b.lur", "rule r { match ==\n}\n");
    CHECK(module_load(set, at("a.lur"), &err));
    CHECK(module_load(set, at("b.lur"), &err));
    CHECK(module_load(set, at("./b.lur"), &err));
    CHECK_STR(loaded(), STR("[b.lur]() [a.lur](b)"));
    CHECK_INT(diag_count(diags, DIAG_NOTE), 1);
    end();
}

TEST(module_load_says_what_cannot_be_read)
{
    begin();
    struct err err = {""};
    CHECK(!module_load(set, at("none.lur"), &err));
    CHECK(str_ends(str_from(err.text), STR("none.lur: cannot open: No such file or directory")));
    CHECK(!module_load(set, root, &err));
    CHECK(str_ends(str_from(err.text), STR("no rule file (*.lur) in this folder")));
    put("p/pack.lur", "pack p { }\n");
    put("p/bad.lur", "\xff");
    CHECK(module_load(set, at("p"), &err));
    CHECK_STR(loaded(), STR("p[p/pack.lur]()"));
    CHECK(said("bad.lur:1:1: error: cannot use this file: not UTF-8 text (byte 0xff) [E033]"));
    end();
}

TEST(folder_parent_goes_up)
{
    static const char *const cases[][2] = {{"a/b", "a"},  {"a/b/", "a"}, {"b", "."},      {"/a", "/"},
                                           {"a//b", "a"}, {".", ".."},   {"..", "../.."}, {"a/..", "a/../.."},
                                           {"/", "/"},    {"x..", "."}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_STR(str_from(folder_parent(&arena, cases[i][0])), str_from(cases[i][1]));
    }
    arena_release(&arena);
}
