/* check_zone: the time zones of hour(), weekday() and date(): constants, known before anything runs. */
#include "base/zone.h"
#include "lang/check.h"

/* The zone whose name is nearest to what was written; of equally near ones the first by name. */
struct near {
    struct arena *arena;
    struct str name;
    struct str best; /* ptr NULL: none yet */
    unsigned distance;
};

/* "Europe/Amsterdam" → "Amsterdam" */
static struct str zone_place(struct str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != '/') {
        at--;
    }
    return str_slice(name.ptr + at, name.len - at);
}

static unsigned zone_distance(struct str name, struct str zone, unsigned limit)
{
    if (str_equal_nocase(name, zone) || str_equal_nocase(name, zone_place(zone))) {
        return 0;
    }
    return str_distance(name, zone, limit);
}

static void near_try(void *context, struct str zone)
{
    struct near *n = context;
    unsigned distance = zone_distance(n->name, zone, n->distance);
    bool nearer = distance < n->distance || (distance == n->distance && n->best.ptr == NULL);
    if (nearer || (distance == n->distance && str_compare(zone, n->best) < 0)) {
        n->best = arena_str(n->arena, zone);
        n->distance = distance;
    }
}

/* "+2", "+0200", "UTC+2": an offset as other programs write it. */
static bool is_offset(struct str name)
{
    bool named = str_starts(name, STR("UTC")) || str_starts(name, STR("GMT"));
    struct str rest = named ? str_slice(name.ptr + 3, name.len - 3) : name;
    return rest.len > 1 && (rest.ptr[0] == '+' || rest.ptr[0] == '-') && rest.ptr[1] >= '0' && rest.ptr[1] <= '9';
}

static void suggest_zone(struct check *c, struct diag *d, struct str name)
{
    struct near n = {.arena = c->arena, .name = name, .distance = (unsigned)(name.len > 63 ? 63 : name.len) / 3};
    if (is_offset(name)) {
        diag_help(c->diags, d, "an offset from UTC is written as \"+02:00\"");
        return;
    }
    zone_names(near_try, &n);
    if (n.best.ptr != NULL) {
        diag_help(c->diags, d, "did you mean \"%.*s\"?", STR_ARG(n.best));
        diag_fix(c->diags, d, d->span, "\"%.*s\"", STR_ARG(n.best));
    } else if (!zone_data()) {
        diag_note(c->diags, d, "this machine has no time zone data: the package tzdata brings it");
    }
}

bool check_zone(struct check *c, const struct ast_expr *ast, const struct expr *e)
{
    if (!expr_is_const(e) || e->value.kind != VALUE_STRING) {
        struct diag *d = diag_add(c->diags, DIAG_E221, ast->span, "a time zone must be a constant text");
        diag_help(c->diags, d, "write its name: \"Europe/Amsterdam\", or an offset: \"+02:00\"");
        return false;
    }
    struct str name = value_text(&e->value);
    if (zone_load(name) != NULL) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E220, ast->span, "unknown time zone \"%.*s\"", STR_ARG(name));
    suggest_zone(c, d, name);
    return false;
}
