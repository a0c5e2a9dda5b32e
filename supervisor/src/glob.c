#include "glob.h"

#include <string.h>

struct text {
    const char *at, *end;
};

static struct text first_component(struct text rest) {
    const char *slash = memchr(rest.at, '/', (size_t)(rest.end - rest.at));
    return (struct text){rest.at, slash ? slash : rest.end};
}

static struct text after(struct text rest, struct text component) {
    return (struct text){component.end < rest.end ? component.end + 1 : rest.end, rest.end};
}

static bool is_any_depth(struct text c) { return c.end - c.at == 2 && c.at[0] == '*' && c.at[1] == '*'; }

/* The usual greedy match: on a mismatch only the last star has to give way, so the work is at most the product of the lengths. */
static bool component_match(struct text pattern, struct text name) {
    const char *star = NULL, *retry = NULL;
    while (name.at < name.end) {
        if (pattern.at < pattern.end && *pattern.at == '*') {
            star = ++pattern.at;
            retry = name.at;
        } else if (pattern.at < pattern.end && (*pattern.at == '?' || *pattern.at == *name.at)) {
            pattern.at++;
            name.at++;
        } else if (star) {
            pattern.at = star;
            name.at = ++retry;
        } else {
            return false;
        }
    }
    while (pattern.at < pattern.end && *pattern.at == '*') pattern.at++;
    return pattern.at == pattern.end;
}

/* The same greedy match one level up, where the letters are components and `**` is the star. */
bool glob_match(const char *pattern_text, size_t pattern_size, const char *path_text, size_t path_size) {
    struct text pattern = {pattern_text, pattern_text + pattern_size}, path = {path_text, path_text + path_size};
    struct text star = {NULL, NULL}, retry = {NULL, NULL};
    while (path.at < path.end) {
        struct text wanted = first_component(pattern), name = first_component(path);
        if (pattern.at < pattern.end && is_any_depth(wanted)) {
            star = pattern = after(pattern, wanted);
            retry = path;
        } else if (pattern.at < pattern.end && component_match(wanted, name)) {
            pattern = after(pattern, wanted);
            path = after(path, name);
        } else if (star.at) {
            pattern = star;
            retry = path = after(retry, first_component(retry));
        } else {
            return false;
        }
    }
    while (pattern.at < pattern.end && is_any_depth(first_component(pattern))) pattern = after(pattern, first_component(pattern));
    return pattern.at == pattern.end;
}

bool glob_reaches_into(const char *pattern_text, size_t pattern_size, const char *path_text, size_t path_size) {
    struct text pattern = {pattern_text, pattern_text + pattern_size}, path = {path_text, path_text + path_size};
    while (path.at < path.end) {
        struct text wanted = first_component(pattern), name = first_component(path);
        if (is_any_depth(wanted)) return true;
        if (pattern.at == pattern.end || !component_match(wanted, name)) return false;
        pattern = after(pattern, wanted);
        path = after(path, name);
    }
    return pattern.at < pattern.end;
}
