#include "lang/program.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"

static const struct {
    const char *name, *operands;
} ops[] = {
#define OP(id, name, operands, doc) [OP_##id] = {name, operands},
#include "lang/opcode.def"
#undef OP
};

const char *program_op_name(enum program_op op)
{
    return ops[op].name;
}

const char *program_op_operands(enum program_op op)
{
    return ops[op].operands;
}

const char *program_geo_name(enum program_geo part)
{
    static const char *const names[GEO_COUNT] = {
        [GEO_COUNTRY] = "country",     [GEO_COUNTRY_NAME] = "country_name",
        [GEO_REGION] = "region",       [GEO_CITY] = "city",
        [GEO_CONTINENT] = "continent", [GEO_LATITUDE] = "latitude",
        [GEO_LONGITUDE] = "longitude", [GEO_ASN] = "asn",
        [GEO_AS_ORG] = "as_org",
    };
    return names[part];
}

static const char *const severities[SEVERITY_COUNT] = {"info", "low", "medium", "high", "critical"};

const char *severity_name(enum severity s)
{
    return severities[s];
}

bool severity_find(struct str name, enum severity *out)
{
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        if (str_equal(name, str_from(severities[i]))) {
            *out = (enum severity)i;
            return true;
        }
    }
    return false;
}

/* "pack.rule" is also found by "rule". */
static bool is_named(struct str full, struct str name)
{
    size_t head = full.len - name.len;
    return str_equal(full, name) || (str_ends(full, name) && head > 0 && full.ptr[head - 1] == '.');
}

uint32_t program_rule_find(const struct program *p, struct str name)
{
    uint32_t found = PROGRAM_NONE;
    for (uint32_t i = 0; i < p->n_rules; i++) {
        if (str_equal(p->rules[i].name, name)) {
            return i;
        }
        if (found == PROGRAM_NONE && name.len > 0 && is_named(p->rules[i].name, name)) {
            found = i;
        }
    }
    return found;
}

uint32_t program_disabled_find(const struct program *p, struct str name)
{
    uint32_t found = PROGRAM_NONE;
    for (uint32_t i = 0; i < p->n_disabled; i++) {
        if (str_equal(p->disabled[i].name, name)) {
            return i;
        }
        if (found == PROGRAM_NONE && name.len > 0 && is_named(p->disabled[i].name, name)) {
            found = i;
        }
    }
    return found;
}

/* The program lies in its own arena: the arena goes last. */
void program_free(struct program *p)
{
    if (p != NULL) {
        struct arena *arena = p->arena;
        program_free(p->unread);
        arena_release(arena);
        free(arena);
    }
}

const struct program_predicate *program_predicate_find(const struct program *p, uint32_t first)
{
    for (uint32_t low = 0, high = p->n_predicates; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        const struct program_predicate *at = &p->predicates[middle];
        if (at->first == first) {
            return at;
        }
        if (at->first < first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}
