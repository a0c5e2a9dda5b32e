/*
 * Two programs that talk with each other, as two users who can't reach each other: the program of a RUN frame, and its peer, which a PEER frame
 * before it has announced. Each one's standard output is the other's standard input, through pipes of the kernel's; not a byte passes through here.
 */
#ifndef GLOVEBOX_PAIR_H
#define GLOVEBOX_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include "cgroup.h"
#include "wire.h"

enum { PAIR_POLLS = 4 };

void pair_prepare(const struct cgroup *group);

/* Takes the PEER frame's body and what is staged for the peer. */
void pair_announce(const uint8_t *body, size_t size);
bool pair_is_announced(uint32_t id);

/* Begins; or forgets what was announced, and says so in DONE and CLEAN: `error` is why, `killed` whether the host wanted it. */
void pair_begin(struct run_request *program, uint32_t user);
void pair_call_off(struct run_request *program, bool killed, int number, const char *error);
bool pair_in_progress(void);

void pair_kill(uint32_t id);

size_t pair_wants(struct pollfd polls[PAIR_POLLS], uint64_t *until_ns);
void pair_advance(bool children);

#endif
