#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <unistd.h>

#include "clock.h"

enum { PIECES_AT_ONCE = 64 };

#define SOON_NS 300000u    /* an answer that comes so soon is waited for here */
#define AT_ONCE_NS 2000000u /* then limits, errors and the host are looked at again */

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

/* Hears one piece, when the one before has been passed on. False: there is nothing now. */
static bool hear(struct relay *relay, struct transcript *transcript, uint64_t began_ns) {
    if (relay->from < 0) return false;
    ssize_t got = read(relay->from, relay->held, sizeof relay->held);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (got <= 0) {
        close_if_open(&relay->from);
        return false;
    }
    relay->passed += (uint64_t)got;
    transcript_add(transcript, relay->direction, now_ns() - began_ns, relay->held, (size_t)got);
    relay->held_from = 0;
    relay->held_to = relay->to >= 0 ? (size_t)got : 0;
    return true;
}

void relay_pump(struct relay *relay, struct transcript *transcript, uint64_t began_ns) {
    for (int pieces = 0; pieces < PIECES_AT_ONCE && pass_on(relay) && hear(relay, transcript, began_ns); pieces++) {}
}

void relay_converse(struct relay relays[2], struct transcript *transcript, uint64_t began_ns) {
    static const struct timespec soon = {.tv_nsec = SOON_NS};
    for (uint64_t until = now_ns() + AT_ONCE_NS; now_ns() < until;) {
        struct pollfd polls[2];
        for (int i = 0; i < 2; i++) {
            if (!relay_wants(&relays[i], &polls[i])) return;
        }
        if (ppoll(polls, 2, &soon, NULL) <= 0) return;
        for (int i = 0; i < 2; i++) {
            if (!polls[i].revents || (polls[i].events & POLLOUT && !pass_on(&relays[i]))) continue;
            if (hear(&relays[i], transcript, began_ns)) pass_on(&relays[i]);
            else if (relays[i].from < 0) return;
        }
    }
}

bool relay_wants(const struct relay *relay, struct pollfd *wanted) {
    bool holds = relay->held_from < relay->held_to;
    if (holds) *wanted = (struct pollfd){.fd = relay->to, .events = POLLOUT};
    else *wanted = (struct pollfd){.fd = relay->from, .events = POLLIN};
    return wanted->fd >= 0;
}
