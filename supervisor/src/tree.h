/* Trees that untrusted programs have filled. Every function runs in a process of the user who owns the tree, without any capability. */
#ifndef GLOVEBOX_TREE_H
#define GLOVEBOX_TREE_H

#include <stdbool.h>

#include "wire.h"

/* Whether the directory has no entry. */
bool tree_is_empty(int directory);

/* Removes everything below the directory, whatever it is, of whatever depth. */
bool tree_empty(int directory);

/* Removes what can be removed: in a folder that several users share, one's own. False: something of one's own may be left. */
bool tree_empty_own(int directory);

/*
 * Keeps the regular files that match one of the patterns, with the folders they are in, and removes all else, links and special files
 * included. What stays gets the modes 0755 and 0644, 0755 for a file its owner may execute.
 */
bool tree_keep(int directory, const struct bytes *patterns, size_t count);

/* Writes a FILE frame or several for each regular file below the directory, then FILES_END, to the descriptor. */
bool tree_send(int directory, int out);

/*
 * The same for files that match one of the patterns, as long as each is no more than `most_each` bytes, and all of them together no more than
 * `most` bytes and COLLECT_FILES files. What does not fit, and what can't be read, is left out and counted, the first COLLECT_FILES of it by name.
 */
enum { COLLECT_FILES = 1024 };
struct collection {
    const struct bytes *patterns;
    size_t count;
    uint64_t most, most_each;
};
bool tree_collect(int directory, int out, const struct collection *what);

#endif
