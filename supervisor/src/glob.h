/* Patterns of what a compile step may leave: `*` and `?` within a component, `**` for any number of components. */
#ifndef GLOVEBOX_GLOB_H
#define GLOVEBOX_GLOB_H

#include <stdbool.h>
#include <stddef.h>

bool glob_match(const char *pattern, size_t pattern_size, const char *path, size_t path_size);

/* Whether anything below the directory `path` could match; used to leave folders out early. */
bool glob_reaches_into(const char *pattern, size_t pattern_size, const char *path, size_t path_size);

#endif
