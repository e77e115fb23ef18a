/* lurcher fields: what a rule can read: the source's fields and the library's names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cli/command.h"
#include "cli/pack.h"
#include "engine/wrap.h"
#include "lang/builtin.h"

struct options {
    const char *source;
    struct arg_texts rules;
    int format;
};

enum { FORMAT_TEXT, FORMAT_JSON };

static const struct arg args[] = {
    {'s', "source", ARG_TEXT, offsetof(struct options, source), "NAME", NULL,
     "the source: cloudtrail, network, resolver,\nvpc_flow, … (default: cloudtrail)"},
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "also the sources that these rules declare or\nimport"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json",
     "a table, or one JSON object per line"},
    {0},
};

#define TYPE_COLUMN 31
#define DOC_COLUMN 40

/* A doc to the end of its paragraph; the line breaks of the source are only blanks. */
static void put_doc(struct wrap *w, struct str doc)
{
    struct buf words = BUF_INIT, safe = BUF_INIT;
    buf_add_str(&words, doc);
    for (size_t i = 0; i < words.len; i++) {
        words.ptr[i] = words.ptr[i] == '\n' ? ' ' : words.ptr[i];
    }
    buf_add_safe(&safe, buf_str(&words));
    wrap_put(w, " ", buf_str(&safe));
    wrap_end(w);
    buf_release(&words);
    buf_release(&safe);
}

/* For people: name, type, and the doc in lines of its own column; a name that is
 * too long has its line for itself. */
static void put_text(struct str name, struct type type, struct str doc, struct buf *out)
{
    struct wrap w;
    wrap_begin(&w, out, 0, DOC_COLUMN);
    wrap_put(&w, "", name);
    wrap_to(&w, TYPE_COLUMN);
    wrap_put(&w, name.len < TYPE_COLUMN ? "" : " ", str_from(type_name(type)));
    if (w.column >= DOC_COLUMN) {
        wrap_end(&w);
        wrap_begin(&w, out, DOC_COLUMN, DOC_COLUMN);
    }
    wrap_to(&w, DOC_COLUMN);
    put_doc(&w, doc);
}

/* One entry of the answer. */
static void put(const struct options *o, const char *kind, struct str name, struct type type,
                struct str doc, struct buf *out)
{
    if (o->format == FORMAT_TEXT) {
        put_text(name, type, doc, out);
        return;
    }
    buf_addf(out, "{\"kind\":\"%s\",\"name\":", kind);
    buf_add_json(out, name);
    buf_addf(out, ",\"type\":\"%s\",\"doc\":", type_name(type));
    buf_add_json(out, doc);
    buf_add_text(out, "}\n");
}

static bool wanted(struct str name, const char *only)
{
    return only == NULL || str_find(name, str_from(only)) != SIZE_MAX;
}

/* The fields below `prefix`; records nest as deep as a source block may. */
static void put_fields(const struct options *o, const struct schema_field *fields, uint32_t n,
                       struct str prefix, const char *only, struct buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct schema_field *f = &fields[i];
        struct buf path = BUF_INIT;
        buf_addf(&path, "%.*s%s%.*s", STR_ARG(prefix), prefix.len == 0 ? "" : ".", STR_ARG(f->name));
        if (wanted(buf_str(&path), only)) {
            put(o, "field", buf_str(&path), f->type, f->doc, out);
        }
        if (f->type.list) {
            buf_add_text(&path, "[*]");
        }
        put_fields(o, f->fields, f->n_fields, buf_str(&path), only, out);
        buf_release(&path);
    }
}

static void put_source(const struct schema_source *s, bool first, struct buf *out)
{
    struct wrap w;
    buf_add_text(out, first ? "" : "\n");
    wrap_begin(&w, out, 0, 4);
    wrap_put(&w, "", STR("# source"));
    wrap_put(&w, " ", s->name);
    wrap_put(&w, "", STR(":"));
    put_doc(&w, s->doc);
}

static void put_schema(const struct options *o, const struct schema *schema, const char *only,
                       struct buf *out)
{
    for (uint32_t i = 0; i < schema->n_sources; i++) {
        const struct schema_source *s = &schema->sources[i];
        if (o->format == FORMAT_TEXT) {
            put_source(s, i == 0, out);
        }
        put_fields(o, s->fields, s->n_fields, STR(""), only, out);
    }
    if (o->format == FORMAT_TEXT) {
        buf_add_text(out, "\n# names that the library gives\n");
    }
    for (uint32_t i = 0; i < schema->n_names; i++) {
        const struct schema_name *n = &schema->names[i];
        if (wanted(n->name, only)) {
            put(o, "name", n->name, n->type, n->doc, out);
        }
    }
}

/* Is there such a source in the library? If not, tell which there are. */
static bool source_check(const char *name)
{
    struct buf known = BUF_INIT;
    for (const struct builtin_file *b = builtin_files; b->name != NULL; b++) {
        if (strcmp(b->name, name) == 0) {
            buf_release(&known);
            return true;
        }
        buf_addf(&known, "%s%s", known.len == 0 ? "" : ", ", b->name);
    }
    command_fail(EXIT_USAGE, "there is no source \"%s\"; there are %s", name, known.ptr);
    buf_release(&known);
    return false;
}

static int fields_print(const struct options *o, const char *only)
{
    struct err err = {""};
    int status = EXIT_USAGE;
    if (!source_check(o->source)) {
        return status;
    }
    struct compile *compile = compile_new();
    struct buf text = BUF_INIT;
    buf_addf(&text, "import %s\n", o->source);
    if (!compile_add_text(compile, "fields", buf_str(&text), &err)) {
        command_fail(EXIT_USAGE, "%s", err.text);
    } else if (pack_add(compile, &o->rules)) {
        program_free(compile_finish(compile));
        struct buf out = BUF_INIT;
        put_schema(o, compile_schema(compile), only, &out);
        status = command_print(&out);
    }
    buf_release(&text);
    compile_free(compile);
    return status;
}

static int fields_run(const struct command *self, int argc, char **argv)
{
    struct options options = {.source = "cloudtrail"};
    struct arg_texts rest;
    int status = args_parse(self, &options, argc, argv, &rest);
    if (status == ARGS_GO && rest.len > 1) {
        status = command_misuse(self, "give at most one word to look for");
    } else if (status == ARGS_GO) {
        status = fields_print(&options, rest.len == 0 ? NULL : rest.items[0]);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_fields = {
    .name = "fields",
    .synopsis = "lurcher fields [options] [WORD]",
    .summary = "the fields and names that a rule can read",
    .description =
        "Lists the declared fields of a source (cloudtrail), each with its type and a\n"
        "line of doc, then the names that the library gives to what people think in\n"
        "(actor, service, country, …). With a WORD, only those that contain it.",
    .examples = "  lurcher fields\n"
                "  lurcher fields userIdentity\n"
                "  lurcher fields --source vpc_flow\n",
    .args = args,
    .run = fields_run,
};
