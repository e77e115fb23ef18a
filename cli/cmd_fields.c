/* lurcher fields: what a rule can read: the source's fields and the library's names. */
#include <stdio.h>
#include <stdlib.h>

#include "base/vec.h"
#include "cli/command.h"
#include "cli/pack.h"

struct options {
    struct arg_texts rules;
    int format;
};

enum { FORMAT_TEXT, FORMAT_JSON };

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "also the sources that these rules declare or\nimport (default: cloudtrail)"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json",
     "a table, or one JSON object per line"},
    {0},
};

#define DOC_COLUMN 44

/* One line of the answer. */
static void put(const struct options *o, const char *kind, struct str name, struct type type,
                struct str doc, struct buf *out)
{
    size_t start = out->len;
    if (o->format == FORMAT_JSON) {
        buf_addf(out, "{\"kind\":\"%s\",\"name\":", kind);
        buf_add_json(out, name);
        buf_addf(out, ",\"type\":\"%s\",\"doc\":", type_name(type));
        buf_add_json(out, doc);
        buf_add_text(out, "}\n");
        return;
    }
    buf_addf(out, "%-30.*s %s", STR_ARG(name), type_name(type));
    size_t width = out->len - start;
    buf_addf(out, "%*s ", (int)(width < DOC_COLUMN ? DOC_COLUMN - width : 0), "");
    for (size_t i = 0; i < doc.len; i++) {
        buf_add_char(out, doc.ptr[i] == '\n' ? ' ' : doc.ptr[i]);
    }
    buf_add_char(out, '\n');
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

static void put_schema(const struct options *o, const struct schema *schema, const char *only,
                       struct buf *out)
{
    for (uint32_t i = 0; i < schema->n_sources; i++) {
        const struct schema_source *s = &schema->sources[i];
        if (o->format == FORMAT_TEXT) {
            buf_addf(out, "%s# source %.*s: %.*s\n", i == 0 ? "" : "\n", STR_ARG(s->name), STR_ARG(s->doc));
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

static int fields_print(const struct options *o, const char *only)
{
    struct err err = {""};
    struct compile *compile = compile_new();
    int status = EXIT_USAGE;
    if (!compile_add_text(compile, "fields", STR("import cloudtrail\n"), &err)) {
        command_fail(EXIT_USAGE, "%s", err.text);
    } else if (pack_add(compile, &o->rules)) {
        program_free(compile_finish(compile));
        struct buf out = BUF_INIT;
        put_schema(o, compile_schema(compile), only, &out);
        fwrite(out.ptr == NULL ? "" : out.ptr, 1, out.len, stdout);
        buf_release(&out);
        status = EXIT_DONE;
    }
    compile_free(compile);
    return status;
}

static int fields_run(const struct command *self, int argc, char **argv)
{
    struct options options = {0};
    struct arg_texts rest;
    enum args_result parsed = args_parse(self, &options, argc, argv, &rest);
    int status = parsed == ARGS_HELP ? EXIT_DONE : EXIT_USAGE;
    if (parsed == ARGS_OK && rest.len > 1) {
        command_misuse(self, "give at most one word to look for");
    } else if (parsed == ARGS_OK) {
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
        "Lists the declared fields of the source (cloudtrail), each with its type and a\n"
        "line of doc, then the names that the library gives to what people think in\n"
        "(actor, service, country, …). With a WORD, only those that contain it.",
    .examples = "  lurcher fields\n"
                "  lurcher fields userIdentity\n",
    .args = args,
    .run = fields_run,
};
