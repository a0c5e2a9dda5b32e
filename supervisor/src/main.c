/* glovebox-init: PID 1 of a sandbox. See PROTOCOL.md. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "box.h"
#include "cgroup.h"
#include "clock.h"
#include "host.h"
#include "identity.h"
#include "pair.h"
#include "run.h"
#include "stage.h"

enum { HOLD_NS = 1000000, FIRST_UID = 65537, SIGNALS = 64 };

static volatile sig_atomic_t child_changed;

static void note_child(int signal) {
    (void)signal;
    child_changed = 1;
}

static void note_nothing(int signal) { (void)signal; }

/*
 * SIGCHLD gets through only while ppoll() waits, so it is never missed. SIGPIPE has a handler rather than being ignored: exec turns handlers
 * into the default by itself, so programs start with default dispositions.
 */
static void take_signals(void) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal <= SIGNALS; signal++) sigaction(signal, &action, NULL); /* refused for SIGKILL, SIGSTOP and two of libc's own */
    action.sa_handler = note_nothing;
    sigaction(SIGPIPE, &action, NULL);
    action.sa_handler = note_child;
    action.sa_flags = SA_NOCLDSTOP;
    sigaction(SIGCHLD, &action, NULL);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
}

static void close_inherited(void) {
    if (syscall(SYS_close_range, 3u, UINT_MAX, 0u) == 0) return;
    for (int fd = 3; fd < 1024; fd++) close(fd); /* before Linux 5.9, and in gVisor */
}

static uint64_t number_option(int count, char **options, const char *name) {
    for (int i = 1; i + 1 < count; i += 2) {
        uint64_t value;
        if (strcmp(options[i], name) == 0 && parse_number(options[i + 1], &value)) return value;
    }
    fault("usage: glovebox-init --uid-base N --uid-count N --stage-max BYTES (%s is missing or no number)", name);
}

static void greet(const struct cgroup *group, uint32_t uid_base) {
    struct utsname kernel;
    if (uname(&kernel) < 0) fault("uname: %s", strerror(errno));
    answer_begin(HELLO);
    answer_field64(1, PROTOCOL_VERSION);
    answer_field64(2, (uint64_t)group->version);
    answer_field64(3, uid_base);
    answer_field64(4, group->memory_limit);
    answer_field_text(5, kernel.release);
    answer_end();
}

static void add_staged(const struct frame *frame) {
    struct stage_body file;
    stage_decode(frame, &file); /* has been checked on arrival */
    const char *wrong = stage_add(&file);
    if (wrong) fault("%s", wrong);
}

static void install(uint8_t whose) {
    struct problem problem;
    if (!(whose == INSTALL_PEER ? box_make_peer_app(&problem) : box_make_app(&problem))) fault("INSTALL: %s", problem.text);
    answer_begin(INSTALLED);
    answer_end();
}

static void pong(const struct frame *ping) {
    answer_begin(PONG);
    answer_bytes(ping->body, ping->size);
    answer_end();
}

static void execute(const struct frame *frame) {
    switch ((enum host_frame)frame->type) {
    case STAGE: add_staged(frame); break;
    case INSTALL: install(frame->size ? frame->body[0] : INSTALL_APP); break;
    case RUN: run_begin(frame->body, frame->size); break;
    case PEER_RUN: pair_announce(frame->body, frame->size); break;
    case STDIN: break; /* of a run that has ended */
    case KILL: run_kill(load32(frame->body)); break;
    case FETCH: box_fetch(); break;
    case PING: pong(frame); break;
    }
}

/* Until a run is in progress or nothing more has arrived. */
static void execute_arrived(void) {
    struct frame frame;
    for (inbox_cursor cursor = inbox_start(); !run_in_progress() && outbox_accepts_answers() && inbox_peek(&cursor, &frame);) {
        execute(&frame);
        inbox_take(&cursor, &frame);
    }
    inbox_tidy();
}

/* Sends what is waiting, unless it may wait for the end of a short run. Returns when to look again. */
static uint64_t flush_in_time(void) {
    static uint64_t held_until;
    if (outbox_waiting() && run_holds_output()) {
        uint64_t now = now_ns();
        if (held_until == 0) held_until = now + HOLD_NS;
        if (now < held_until) return held_until;
    }
    held_until = 0;
    outbox_flush();
    return UINT64_MAX;
}

static void wait_for_news(uint64_t until_ns) {
    struct pollfd polls[2 + RUN_POLLS];
    size_t count = 0;
    bool holding = until_ns != UINT64_MAX;
    if (inbox_wants_more()) polls[count++] = (struct pollfd){.fd = 0, .events = POLLIN};
    bool receiving = count > 0;
    if (outbox_waiting() && !holding) polls[count++] = (struct pollfd){.fd = 1, .events = POLLOUT};
    if (run_in_progress()) count += run_wants(polls + count, &until_ns);
    struct timespec timeout, *bounded = NULL;
    if (until_ns != UINT64_MAX) {
        uint64_t now = now_ns(), left = until_ns > now ? until_ns - now : 0;
        timeout = (struct timespec){.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
        bounded = &timeout;
    }
    sigset_t none;
    sigemptyset(&none);
    int ready = ppoll(polls, count, bounded, &none);
    if (ready < 0 && errno != EINTR) fault("ppoll: %s", strerror(errno));
    if (ready > 0 && receiving && polls[0].revents) inbox_receive();
}

int main(int count, char **options) {
    identity_harden();
    close_inherited();
    take_signals();
    umask(022);
    host_open();
    uint64_t uid_base = number_option(count, options, "--uid-base"), uid_count = number_option(count, options, "--uid-count");
    if (uid_base < FIRST_UID || uid_count < 4 || uid_base + uid_count > INT_MAX) fault("the range of uids must start above 65536 and hold at least 4");
    stage_bound(number_option(count, options, "--stage-max"));
    identity_range((uint32_t)uid_base, (uint32_t)uid_count);
    box_open((uint32_t)uid_base);
    struct cgroup group = cgroup_open("/sys/fs/cgroup");
    run_prepare(&group);
    greet(&group, (uint32_t)uid_base);
    for (;;) {
        execute_arrived();
        uint64_t look_again_ns = flush_in_time();
        wait_for_news(look_again_ns);
        if (run_in_progress()) {
            bool children = child_changed;
            child_changed = 0;
            run_advance(children);
        }
    }
}
