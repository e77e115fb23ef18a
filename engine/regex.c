#define PCRE2_CODE_UNIT_WIDTH 8
#include "engine/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

#define STEPS_MAX 1000000u
#define DEPTH_MAX 1000000u
#define HEAP_MAX 20480u /* KiB */
#define JIT_STACK_START (32u << 10)
#define JIT_STACK_MAX (1u << 20)

struct regexes {
    const struct program_regex *regexes;
    bool *told; /* by regex */
    pcre2_code **codes;
    uint32_t n;
    pcre2_match_data *match;
    pcre2_match_context *limits;
    pcre2_jit_stack *stack;
};

static void *memory_take(size_t size, void *context)
{
    (void)context;
    return mem_alloc(size);
}

static void memory_give(void *block, void *context)
{
    (void)context;
    free(block);
}

static bool error_tell(const struct program_regex *r, int code, size_t offset, struct err *err)
{
    PCRE2_UCHAR message[160];
    struct buf pattern = BUF_INIT;
    buf_add_safe(&pattern, r->pattern);
    pcre2_get_error_message(code, message, sizeof message);
    err_set(err, "regular expression /%s/: %s (at byte %zu)", pattern.ptr == NULL ? "" : pattern.ptr,
            (const char *)message, offset);
    buf_release(&pattern);
    return false;
}

static bool regex_compile(struct regexes *set, const struct program_regex *r, struct err *err)
{
    int code;
    size_t offset;
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (r->nocase ? PCRE2_CASELESS : 0);
    PCRE2_SPTR pattern = (PCRE2_SPTR)(r->pattern.len == 0 ? "" : r->pattern.ptr);
    pcre2_code *compiled = pcre2_compile(pattern, r->pattern.len, options, &code, &offset, NULL);
    if (compiled == NULL) {
        return error_tell(r, code, offset, err);
    }
    /* Without JIT (a machine that it does not know, no executable memory) the
     * interpreter searches; the answers are the same. */
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
    set->codes[set->n++] = compiled;
    return true;
}

static void limits_make(struct regexes *set)
{
    pcre2_general_context *memory = pcre2_general_context_create(memory_take, memory_give, NULL);
    set->match = pcre2_match_data_create(1, memory);
    set->limits = pcre2_match_context_create(memory);
    set->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, memory);
    pcre2_general_context_free(memory);
    pcre2_set_match_limit(set->limits, STEPS_MAX);
    pcre2_set_depth_limit(set->limits, DEPTH_MAX);
    pcre2_set_heap_limit(set->limits, HEAP_MAX);
    pcre2_jit_stack_assign(set->limits, NULL, set->stack);
}

struct regexes *regexes_new(const struct program_regex *regexes, uint32_t n, struct err *err)
{
    struct regexes *set = mem_zalloc(sizeof *set);
    set->regexes = regexes;
    set->told = mem_zalloc((n + 1) * sizeof *set->told);
    set->codes = mem_zalloc((n + 1) * sizeof(pcre2_code *));
    limits_make(set);
    for (uint32_t i = 0; i < n; i++) {
        if (!regex_compile(set, &regexes[i], err)) {
            regexes_free(set);
            return NULL;
        }
    }
    return set;
}

void regexes_free(struct regexes *set)
{
    if (set == NULL) {
        return;
    }
    for (uint32_t i = 0; i < set->n; i++) {
        pcre2_code_free(set->codes[i]);
    }
    free(set->codes);
    free(set->told);
    pcre2_match_data_free(set->match);
    pcre2_match_context_free(set->limits);
    pcre2_jit_stack_free(set->stack);
    free(set);
}

static const char *failure_text(int code)
{
    switch (code) {
    case PCRE2_ERROR_MATCHLIMIT:
        return "too many steps";
    case PCRE2_ERROR_DEPTHLIMIT:
        return "too deep";
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_NOMEMORY:
        return "too much memory";
    default:
        return "PCRE2 failed";
    }
}

enum regex_answer regex_search(struct regexes *set, uint32_t i, struct str text, const char **why)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.len == 0 ? "" : text.ptr);
    int code = pcre2_match(set->codes[i], subject, text.len, 0, 0, set->match, set->limits);
    if (code == PCRE2_ERROR_JIT_STACKLIMIT) {
        /* The interpreter takes its memory from the heap and may still get there. */
        code = pcre2_match(set->codes[i], subject, text.len, 0, PCRE2_NO_JIT, set->match, set->limits);
    }
    if (code >= 0) {
        return REGEX_YES;
    }
    if (code == PCRE2_ERROR_NOMATCH) {
        return REGEX_NO;
    }
    if (why != NULL) {
        *why = failure_text(code);
    }
    return REGEX_GAVE_UP;
}

struct str regex_pattern(const struct regexes *set, uint32_t i) { return set->regexes[i].pattern; }

bool regex_tell_once(struct regexes *set, uint32_t i)
{
    bool first = !set->told[i];
    set->told[i] = true;
    return first;
}

size_t regexes_bytes(const struct regexes *set)
{
    size_t bytes = 0, size;
    for (uint32_t i = 0; i < set->n; i++) {
        if (pcre2_pattern_info(set->codes[i], PCRE2_INFO_SIZE, &size) == 0) {
            bytes += size;
        }
        if (pcre2_pattern_info(set->codes[i], PCRE2_INFO_JITSIZE, &size) == 0) {
            bytes += size;
        }
    }
    return bytes;
}
