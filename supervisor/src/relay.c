#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <unistd.h>

#include "clock.h"

enum { PIECES_AT_ONCE = 64 };

static void close_if_open(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

void relay_open(struct relay *relay, int from, int to, char direction) {
    relay->from = from;
    relay->to = to;
    relay->direction = direction;
    relay->passed = 0;
    relay->held_from = relay->held_to = 0;
}

void relay_close(struct relay *relay) {
    close_if_open(&relay->from);
    close_if_open(&relay->to);
}

void relay_lose_listener(struct relay *relay) {
    close_if_open(&relay->to);
    relay->held_from = relay->held_to = 0;
}

void relay_silence(struct relay *relay) { close_if_open(&relay->from); }

bool relay_is_dry(const struct relay *relay) { return relay->from < 0 && relay->held_from == relay->held_to; }

/* False: the listener must take something first. */
static bool pass_on(struct relay *relay) {
    while (relay->to >= 0 && relay->held_from < relay->held_to) {
        ssize_t wrote = write(relay->to, relay->held + relay->held_from, relay->held_to - relay->held_from);
        if (wrote > 0) relay->held_from += (size_t)wrote;
        else if (errno == EAGAIN) return false;
        else if (errno != EINTR) relay_lose_listener(relay); /* it has closed its input */
    }
    return true;
}

void relay_pump(struct relay *relay, struct transcript *transcript, uint64_t began_ns) {
    for (int pieces = 0; pieces < PIECES_AT_ONCE && pass_on(relay) && relay->from >= 0; pieces++) {
        ssize_t got = read(relay->from, relay->held, sizeof relay->held);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) {
            close_if_open(&relay->from);
            return;
        }
        relay->passed += (uint64_t)got;
        transcript_add(transcript, relay->direction, now_ns() - began_ns, relay->held, (size_t)got);
        relay->held_from = 0;
        relay->held_to = relay->to >= 0 ? (size_t)got : 0;
    }
}

bool relay_wants(const struct relay *relay, struct pollfd *wanted) {
    bool holds = relay->held_from < relay->held_to;
    if (holds) *wanted = (struct pollfd){.fd = relay->to, .events = POLLOUT};
    else *wanted = (struct pollfd){.fd = relay->from, .events = POLLIN};
    return wanted->fd >= 0;
}
