/* One direction of a conversation that passes through here, so that it can be recorded. */
#ifndef GLOVEBOX_RELAY_H
#define GLOVEBOX_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include "transcript.h"

enum { RELAY_BYTES = 64 * 1024 };

struct relay {
    int from, to; /* neither blocks; -1: closed. Without `to`, what comes is recorded and thrown away */
    char direction;
    uint64_t passed;
    size_t held_from, held_to;
    uint8_t held[RELAY_BYTES]; /* read and not written yet */
};

void relay_open(struct relay *relay, int from, int to, char direction);
void relay_close(struct relay *relay);

/* Nobody listens any more. */
void relay_lose_listener(struct relay *relay);
/* Nobody is left who could speak: once the rest has been passed on, the listener sees the end. */
bool relay_is_dry(const struct relay *relay);

/* Moves what can be moved, but not for ever. */
void relay_pump(struct relay *relay, struct transcript *transcript, uint64_t began_ns);

/*
 * Both directions, as long as one answer follows the other without delay: a conversation of short lines costs three system calls a line, not a turn
 * of the main loop.
 */
void relay_converse(struct relay relays[2], struct transcript *transcript, uint64_t began_ns);

/* What to wait for. False: nothing. */
bool relay_wants(const struct relay *relay, struct pollfd *wanted);

#endif
