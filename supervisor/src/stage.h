/* Files the host has sent and no one has installed yet, in memory, bounded by --stage-max. */
#ifndef GLOVEBOX_STAGE_H
#define GLOVEBOX_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

void stage_bound(uint64_t bytes);

/* NULL, or what is wrong. */
const char *stage_add(const struct stage_body *file);

bool stage_empty(void);

/* Forgets what is staged. */
void stage_drop(void);

/*
 * Writes every staged file below the directory, which must be empty, and gives the memory back. The caller acts as the user whose files
 * they become. False: `error` says which file and why.
 */
bool stage_write(int directory, char *error, size_t error_size);

#endif
