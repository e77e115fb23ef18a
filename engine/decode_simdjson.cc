// The decoder over simdjson's On-Demand parser: it goes through a record once and
// looks only at the values that the program reads. The only C++ of the engine.
#include <cstring>
#include <new>

#include <simdjson.h>

#include "engine/tree.h"
#include "engine/walk.h"

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

namespace {

struct state {
    ondemand::parser parser;
    tree_builder parts{};
};

// A token as it is written, without the blanks behind it.
struct token {
    const char *ptr;
    size_t len;
};

token token_of(ondemand::value &value)
{
    std::string_view text = value.raw_json_token();
    size_t len = text.size();
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\n' || text[len - 1] == '\r'))
        len--;
    return {text.data(), len};
}

// A key between its quotes. A key with escapes is copied to the arena.
bool key_of(ondemand::field &field, arena *arena, token *key)
{
    const char *start = field.key().raw();
    const char *p = start;
    bool escaped = false;
    while (*p != '"') {
        escaped |= *p == '\\';
        p += *p == '\\' ? 2 : 1;
    }
    *key = {start, static_cast<size_t>(p - start)};
    if (!escaped)
        return true;
    char *text = static_cast<char *>(arena_alloc(arena, key->len + 1));
    size_t len = tree_unescape(start, key->len, text);
    *key = {text, len};
    return len != SIZE_MAX;
}

class reader {
public:
    reader(state *s, walk *w) : state_(s), walk_(w), arena_(walk_arena(w)) {}

    bool walk_object(ondemand::object object, uint32_t node)
    {
        for (auto item : object) {
            ondemand::field field;
            error_code error = std::move(item).get(field);
            if (error)
                return fail(error);
            token key;
            if (!key_of(field, arena_, &key))
                return fail(simdjson::STRING_ERROR);
            uint32_t child = walk_child(walk_, node, key.ptr, key.len);
            if (child != WALK_NONE && !walk_member(field.value(), child))
                return false;
        }
        return true;
    }

    bool fail(error_code error)
    {
        walk_fail(walk_, simdjson::error_message(error));
        return false;
    }

private:
    state *state_;
    walk *walk_;
    arena *arena_;

    bool walk_member(ondemand::value value, uint32_t child)
    {
        char first = *token_of(value).ptr;
        if ((first != '{' && first != '[') || walk_needs_tree(walk_, child)) {
            tree part;
            if (!read(value, 1, &part))
                return false;
            walk_value(walk_, child, &part);
            return true;
        }
        if (first == '[')
            return true;
        ondemand::object object;
        error_code error = value.get_object().get(object);
        return error ? fail(error) : walk_object(object, child);
    }

    bool read(ondemand::value &value, unsigned depth, tree *out)
    {
        token t = token_of(value);
        if (depth > TREE_DEPTH_MAX)
            return fail(simdjson::DEPTH_ERROR);
        if (t.len > 0 && *t.ptr == '{')
            return read_object(value, depth, out);
        if (t.len > 0 && *t.ptr == '[')
            return read_array(value, depth, out);
        return tree_token(t.ptr, t.len, arena_, out) || fail(simdjson::TAPE_ERROR);
    }

    bool read_array(ondemand::value &value, unsigned depth, tree *out)
    {
        ondemand::array array;
        size_t first = state_->parts.len;
        error_code error = value.get_array().get(array);
        if (error)
            return fail(error);
        for (auto item : array) {
            ondemand::value next;
            tree part;
            error = std::move(item).get(next);
            if (error)
                return fail(error);
            if (!read(next, depth + 1, &part))
                return false;
            tree_builder_add(&state_->parts, "", 0, &part);
        }
        *out = tree_builder_take(&state_->parts, first, TREE_ARRAY, arena_);
        return true;
    }

    bool read_object(ondemand::value &value, unsigned depth, tree *out)
    {
        ondemand::object object;
        size_t first = state_->parts.len;
        error_code error = value.get_object().get(object);
        if (error)
            return fail(error);
        for (auto item : object) {
            ondemand::field field;
            token key;
            tree part;
            error = std::move(item).get(field);
            if (error)
                return fail(error);
            if (!key_of(field, arena_, &key))
                return fail(simdjson::STRING_ERROR);
            if (!read(field.value(), depth + 1, &part))
                return false;
            tree_builder_add(&state_->parts, key.ptr, key.len, &part);
        }
        *out = tree_builder_take(&state_->parts, first, TREE_OBJECT, arena_);
        return true;
    }
};

void *simdjson_make()
{
    return new state;
}

void simdjson_drop(void *self)
{
    state *s = static_cast<state *>(self);
    tree_builder_release(&s->parts);
    delete s;
}

decode_result simdjson_run(void *self, const char *text, size_t len, walk *w)
{
    state *s = static_cast<state *>(self);
    reader r(s, w);
    ondemand::document document;
    ondemand::object object;
    s->parts.len = 0;
    error_code error = s->parser.iterate(text, len, len + simdjson::SIMDJSON_PADDING).get(document);
    if (error == simdjson::UTF8_ERROR)
        return DECODE_BACKEND_UTF8;
    if (!error)
        error = document.get_object().get(object);
    if (error) {
        r.fail(error);
        return DECODE_BACKEND_BAD;
    }
    return r.walk_object(object, WALK_ROOT) ? DECODE_BACKEND_OK : DECODE_BACKEND_BAD;
}

} // namespace

extern "C" const decode_backend decode_simdjson = {simdjson_make, simdjson_drop, simdjson_run};
