#define _GNU_SOURCE
#include "pair.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box.h"
#include "clock.h"
#include "cputime.h"
#include "host.h"
#include "identity.h"
#include "memory.h"
#include "proc.h"
#include "relay.h"
#include "run.h"
#include "spawn.h"
#include "stage.h"
#include "transcript.h"

enum { PROGRAM, PEER, SIDES };

enum {
    READ_BYTES = 64 * 1024,
    PIPE_BYTES = 1024 * 1024, /* as much as a user without privileges may have: neither side blocks needlessly */
    REAPED_AT_ONCE = 256,
    ERROR_STREAM = 2, /* of the program; the peer's is twice that */
    TRANSCRIPT_STREAM = 3,
};

#define MILLISECOND_NS 1000000u

struct side {
    struct run_request *request;
    struct spawn spawn;
    pid_t main;
    bool closed, silent;  /* closed: nobody was seen who could write to its standard output; silent: the other side has heard the end */
    bool ended, rejected; /* rejected: ended by us, for no fault of its own, because its peer had ended without accepting it */
    int status;
    enum stop stop;
    int error; /* -1: at its end */
    uint64_t error_bytes;
    uint64_t ended_ns, wall_deadline_ns, next_cpu_look_ns, next_pipe_look_ns;
    uint64_t user_us, system_us, peak_resident, leftovers;
};

static const struct cgroup *group;
static uint8_t peer_body[FRAME_MAX + 1];
static struct run_request peer_request;
static bool announced;
static struct relay relays[SIDES]; /* of a recorded conversation: what the side says */
static struct transcript transcript;

static struct {
    bool in_progress, alone, unreaped, recorded;
    uint64_t began_ns;
    unsigned first; /* 0: neither has ended; else the side that ended first, plus one */
    struct side sides[SIDES];
    int into[SIDES][2]; /* the pipe that is the side's standard input: our copies of its read end and its write end; -1: closed */
    bool unread[SIDES]; /* nobody reads that pipe any more, so we do */
    inbox_cursor control;
    uint64_t cpu_before_ns, self_before_ns, oom_kills_before, fork_refusals_before;
    bool has_cpu;
} pair;

void pair_prepare(const struct cgroup *counters) { group = counters; }

bool pair_in_progress(void) { return pair.in_progress; }

bool pair_is_announced(uint32_t id) { return announced && peer_request.id == id; }

static void close_if_open(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* --- time --- */

static uint64_t reaped_us(const struct side *side) { return side->user_us + side->system_us; }

static uint64_t own_us(const struct side *side) { return reaped_us(side) + (pair.alone ? 0 : live_cpu_ns_of(side->spawn.user) / 1000); }

/*
 * CPU time of a side's whole tree. What the kernel has counted for both and nobody has waited for (children whose parents ignored SIGCHLD) is the
 * program's: the peer is the jury's.
 */
static uint64_t side_cpu_us(const struct side *side) {
    uint64_t group_ns, own = own_us(side);
    if (side != &pair.sides[PROGRAM] || !pair.has_cpu || !cgroup_cpu_ns(group, &group_ns)) return own;
    uint64_t all = (group_ns - pair.cpu_before_ns) / 1000, ours = (clock_ns(CLOCK_PROCESS_CPUTIME_ID) - pair.self_before_ns) / 1000;
    uint64_t others = ours + own_us(&pair.sides[PEER]);
    uint64_t us = all > others ? all - others : 0;
    return us > own ? us : own;
}

static unsigned cpu_count(void) {
    cpu_set_t set;
    int cpus = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return cpus > 0 ? (unsigned)cpus : 1;
}

/* --- ending --- */

static bool is_live(const struct side *side) { return !side->ended && !side->rejected && side->stop == NOT_STOPPED; }

/* Every process of the side, at once: whoever acts as a user without capabilities may signal that user's processes alone. */
static void kill_side(const struct side *side) {
    act_as(side->spawn.user);
    kill(-1, SIGKILL);
    act_as_self();
}

static void stop_side(struct side *side, enum stop reason) {
    if (side->ended || side->stop != NOT_STOPPED) return;
    side->stop = reason;
    kill_side(side);
}

static bool accepted(const struct side *peer) { return WIFEXITED(peer->status) && peer->request->accept[WEXITSTATUS(peer->status)]; }

/* The listener of a side that will say nothing more sees the end once it has heard the rest. */
static void pass_end_on(unsigned which) {
    if ((pair.sides[which].ended || pair.sides[which].silent) && relay_is_dry(&relays[which])) relay_close(&relays[which]);
}

static void pump(unsigned which) {
    relay_pump(&relays[which], &transcript, pair.began_ns);
    pass_end_on(which);
}

/* Whatever the program would still do is in vain once its peer has ended without accepting it. */
static void reject(struct side *program) {
    if (program->ended || program->main < 0 || program->stop != NOT_STOPPED) return;
    program->rejected = true;
    kill_side(program);
}

/*
 * The other side sees the end of its input, now that nobody can write to it any more. What it writes itself from now on is thrown away, so that a
 * late word is no crash.
 */
static void hang_up(unsigned which) {
    if (which == PEER && !accepted(&pair.sides[PEER])) reject(&pair.sides[PROGRAM]);
    if (pair.recorded) {
        relay_lose_listener(&relays[!which]);
        return;
    }
    close_if_open(&pair.into[!which][1]);
    /* Not before: the flag belongs to the pipe's end, and was the side's too. */
    fcntl(pair.into[which][0], F_SETFL, O_NONBLOCK);
    pair.unread[which] = true;
}

static void side_ended(unsigned which) {
    struct side *side = &pair.sides[which];
    side->ended = true;
    side->ended_ns = now_ns();
    if (pair.first == 0) pair.first = which + 1;
    kill_side(side);
    hang_up(which);
}

/* Of which there is not even a process that could not exec. */
static void never_started(unsigned which) {
    struct side *side = &pair.sides[which];
    side->ended = true;
    side->status = W_EXITCODE(127, 0);
    hang_up(which);
}

static unsigned side_of(pid_t pid, uid_t user) {
    for (unsigned which = 0; which < SIDES; which++) {
        if (pair.sides[which].main == pid && !pair.sides[which].ended) return which;
    }
    return user == pair.sides[PEER].spawn.user ? PEER : PROGRAM;
}

static void reap(void) {
    pair.unreaped = false;
    for (int reaped = 0; reaped < REAPED_AT_ONCE; reaped++) {
        siginfo_t who = {.si_pid = 0};
        if (waitid(P_ALL, 0, &who, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD) pair.alone = true;
        if (pair.alone || who.si_pid == 0) return;
        int status;
        struct rusage usage;
        if (wait4(who.si_pid, &status, WNOHANG, &usage) != who.si_pid) return;
        unsigned which = side_of(who.si_pid, who.si_uid);
        struct side *side = &pair.sides[which];
        side->user_us += (uint64_t)usage.ru_utime.tv_sec * 1000000u + (uint64_t)usage.ru_utime.tv_usec;
        side->system_us += (uint64_t)usage.ru_stime.tv_sec * 1000000u + (uint64_t)usage.ru_stime.tv_usec;
        if ((uint64_t)usage.ru_maxrss * 1024 > side->peak_resident) side->peak_resident = (uint64_t)usage.ru_maxrss * 1024;
        if (who.si_pid == side->main && !side->ended) {
            side->status = status;
            side_ended(which);
        } else if (!is_live(side) && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
            side->leftovers++;
        }
    }
    pair.unreaped = true;
}

/* --- answers --- */

static void answer_side(const struct side *side) {
    bool started = side->spawn.failed == NULL;
    uint64_t cpu = started ? side_cpu_us(side) : 0, reaped = reaped_us(side);
    uint64_t user = reaped ? (uint64_t)((double)cpu * (double)side->user_us / (double)reaped) : cpu;
    enum end end = !started ? NOT_STARTED : WIFEXITED(side->status) ? EXITED : SIGNALLED;
    uint64_t code = (uint64_t)(!started ? side->spawn.failure : WIFEXITED(side->status) ? WEXITSTATUS(side->status) : WTERMSIG(side->status));
    answer_field32(1, side->request->id);
    answer_field8(2, (uint8_t)end);
    answer_field64(3, code);
    answer_field8(4, (uint8_t)side->stop);
    answer_field64(5, cpu);
    answer_field64(6, user);
    answer_field64(7, cpu - user);
    answer_field64(8, started ? (side->ended_ns - side->spawn.started_ns) / 1000 : 0);
    answer_field64(9, side->peak_resident);
    answer_field64(10, cgroup_peak_bytes(group));
    answer_field64(11, cgroup_oom_kills(group) - pair.oom_kills_before);
    answer_field64(12, pair.recorded ? relays[side - pair.sides].passed : 0);
    answer_field64(13, side->error_bytes);
    answer_field64(14, cgroup_fork_refusals(group) - pair.fork_refusals_before);
    answer_field8(15, (uint8_t)(pair.has_cpu ? FROM_CGROUP : FROM_RUSAGE));
    if (!started) {
        char error[300];
        snprintf(error, sizeof error, "%.200s: %s", side->spawn.failed, strerror(side->spawn.failure));
        answer_field_text(16, error);
    }
    answer_field64(17, side->leftovers);
}

static void answer_both(void) {
    answer_begin(PEER_DONE);
    answer_side(&pair.sides[PEER]);
    answer_end();
    answer_begin(DONE);
    answer_side(&pair.sides[PROGRAM]);
    answer_field8(19, (uint8_t)pair.first);
    if (pair.recorded) answer_field8(20, transcript.cut);
    answer_end();
}

static void clean_up(uint32_t id) {
    struct problem problem;
    const char *reason = NULL;
    outbox_flush();
    if (peer_request.collect_max) box_collect_peer(pair.sides[PEER].spawn.user, &peer_request);
    if (!box_clean_peer(pair.sides[PEER].spawn.user, pair.sides[PROGRAM].spawn.user, &problem)) reason = problem.text;
    if (!reason && (waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD)) reason = "there is still another process";
    answer_begin(CLEAN);
    answer_u32(id);
    answer_u8(reason == NULL);
    if (reason) answer_bytes(reason, strlen(reason));
    answer_end();
    memory_was_large(); /* the peer's files have been in our hands */
    announced = false;
}

/* In pieces, for which the host must make room. */
static void send_transcript(uint32_t id) {
    for (size_t at = 0; at < transcript.size;) {
        if (outbox_room() == 0) outbox_flush_fully();
        size_t left = transcript.size - at, room = outbox_room(), part = left < room ? left : room;
        memcpy(outbox_data(), transcript.text + at, part);
        outbox_commit(id, TRANSCRIPT_STREAM, part);
        at += part;
    }
    if (!outbox_accepts_answers()) outbox_flush_fully();
    if (transcript.text) munmap(transcript.text, transcript.bound);
    transcript.text = NULL;
}

static void finish(void) {
    pair.in_progress = false;
    if (pair.recorded) {
        /* What they have said into the void. */
        for (unsigned which = 0; which < SIDES; which++) {
            relay_lose_listener(&relays[which]);
            for (uint64_t before = UINT64_MAX; before != relays[which].passed;) {
                before = relays[which].passed;
                pump(which);
            }
            relay_close(&relays[which]);
        }
        send_transcript(pair.sides[PROGRAM].request->id);
    }
    for (unsigned which = 0; which < SIDES; which++) {
        close_if_open(&pair.into[which][0]);
        close_if_open(&pair.into[which][1]);
        close_if_open(&pair.sides[which].error);
    }
    answer_both();
    clean_up(pair.sides[PROGRAM].request->id);
}

/* --- beginning --- */

static void obey_kills(void) {
    struct frame frame;
    while (inbox_peek(&pair.control, &frame)) {
        if (frame.type == KILL) {
            run_kill(load32(frame.body));
            inbox_take(&pair.control, &frame);
        } else {
            inbox_skip(&pair.control, &frame);
        }
    }
}

void pair_announce(const uint8_t *body, size_t size) {
    if (announced) fault("a PEER before the one before it has run");
    memcpy(peer_body, body, size);
    const char *wrong = run_decode(peer_body, size, &peer_request);
    if (wrong) fault("PEER: %s", wrong);
    if (peer_request.phase != PHASE_PROGRAM || peer_request.input_mode != INPUT_EMPTY || peer_request.merge) fault("PEER with what only a RUN may have");
    memset(&pair, 0, sizeof pair);
    struct side *peer = &pair.sides[PEER];
    peer->request = &peer_request;
    peer->spawn.user = next_program_user();
    struct problem problem;
    if (!box_make_peer(peer->spawn.user, &problem)) {
        peer->spawn.failed = PEER_FOLDER;
        peer->spawn.failure = problem.number;
    }
    announced = true;
}

static void begin_side(unsigned which, struct run_request *request, uint32_t user, const char *folder) {
    struct side *side = &pair.sides[which];
    side->request = request;
    side->error = -1;
    side->spawn.request = request;
    side->spawn.user = user;
    side->spawn.directory = folder;
    if (which == PEER) side->spawn.group = app_user(); /* whose group may enter its program's folder */
}

/* Both sides may open what they have anew, as /dev/stdin and its like; only who has it gets at it. gVisor knows no modes of pipes. */
static void share(int end) {
    int ignored = fchmod(end, 0666);
    (void)ignored;
}

static bool open_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) < 0) return false;
    share(ends[0]);
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES); /* as good as it gets */
    return true;
}

static bool do_not_block(int fd) { return fcntl(fd, F_SETFL, O_NONBLOCK) == 0; }

/* What becomes a side's descriptors. */
struct theirs {
    int input, output, error;
};

/* The pipe out of a side that is recorded, which ends here, as the one into the other side begins here. */
static bool open_relay(unsigned which, struct theirs *theirs) {
    int ends[2];
    if (!open_pipe(ends)) return false;
    theirs->output = ends[1];
    relay_open(&relays[which], ends[0], pair.into[!which][1], which == PEER ? '>' : '<');
    pair.into[!which][1] = -1;
    return do_not_block(relays[which].from) && do_not_block(relays[which].to);
}

static bool open_pipes(struct theirs theirs[SIDES]) {
    act_as(pair.sides[PROGRAM].spawn.user);
    bool opened = open_pipe(pair.into[PROGRAM]) && open_pipe(pair.into[PEER]);
    for (unsigned which = 0; which < SIDES && opened; which++) {
        int ends[2];
        opened = pipe2(ends, O_CLOEXEC) == 0;
        if (!opened) break;
        share(ends[0]);
        pair.sides[which].error = ends[0];
        theirs[which] = (struct theirs){.input = pair.into[which][0], .output = pair.recorded ? -1 : pair.into[!which][1], .error = ends[1]};
        opened = do_not_block(ends[0]);
    }
    if (pair.recorded) opened = opened && open_relay(PROGRAM, &theirs[PROGRAM]) && open_relay(PEER, &theirs[PEER]);
    int number = errno;
    act_as_self();
    errno = number;
    return opened;
}

static bool start_side(unsigned which, const struct theirs *theirs) {
    struct side *side = &pair.sides[which];
    side->spawn.input = theirs->input;
    side->spawn.output = theirs->output;
    side->spawn.error = theirs->error;
    side->main = spawn_program(&side->spawn);
    if (side->main < 0) {
        side->spawn.failed = "clone";
        side->spawn.failure = errno;
    }
    const struct run_request *request = side->request;
    side->wall_deadline_ns = side->spawn.started_ns + request->wall_us * 1000;
    side->next_pipe_look_ns = side->spawn.started_ns + CLOSING_NS;
    side->next_cpu_look_ns = request->cpu_limited ? side->spawn.started_ns + request->cpu_us * 1000 / cpu_count() : UINT64_MAX;
    return side->main > 0 && side->spawn.failed == NULL;
}

static bool open_transcript(void) {
    transcript = (struct transcript){.bound = peer_request.transcript_max};
    for (unsigned which = 0; which < SIDES; which++) relay_open(&relays[which], -1, -1, 0);
    pair.recorded = transcript.bound > 0;
    if (!pair.recorded) return true;
    void *memory = mmap(NULL, transcript.bound, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        transcript.bound = 0;
        return false;
    }
    transcript.text = memory;
    return true;
}

static void take_baseline(void) {
    pair.self_before_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    pair.oom_kills_before = cgroup_oom_kills(group);
    pair.fork_refusals_before = cgroup_fork_refusals(group);
    pair.has_cpu = cgroup_cpu_ns(group, &pair.cpu_before_ns);
}

/* What never started has ended: its peer sees the end of its input. */
static void start_both(void) {
    struct theirs theirs[SIDES] = {{-1, -1, -1}, {-1, -1, -1}};
    pair.in_progress = true;
    bool opened = open_transcript() && open_pipes(theirs);
    int number = errno;
    memory_reset_peak();
    take_baseline();
    pair.began_ns = now_ns();
    for (unsigned which = SIDES; which-- > 0;) {
        struct side *side = &pair.sides[which];
        if (!opened && !side->spawn.failed) {
            side->spawn.failed = "pipe";
            side->spawn.failure = number;
        }
        /* One that could not exec is a child to be reaped, and ends as any other. */
        if (side->spawn.failed || !start_side(which, &theirs[which])) side->main = side->main > 0 ? side->main : -1;
    }
    for (unsigned which = 0; which < SIDES; which++) {
        close_if_open(&theirs[which].error);
        if (!pair.recorded) continue;
        close_if_open(&theirs[which].output);
        close_if_open(&pair.into[which][0]); /* who does not listen any more is known by that alone */
    }
    for (unsigned which = 0; which < SIDES; which++) {
        if (pair.sides[which].main < 0) never_started(which);
    }
    obey_kills(); /* those that came together with the RUN */
    if (pair.sides[PROGRAM].main > 0 || pair.sides[PEER].main > 0) return;
    pair.alone = true;
    finish();
}

void pair_begin(struct run_request *program, uint32_t user) {
    uint32_t peer_user = pair.sides[PEER].spawn.user;
    for (unsigned which = 0; which < SIDES; which++) pair.into[which][0] = pair.into[which][1] = -1;
    pair.control = inbox_start();
    begin_side(PEER, &peer_request, peer_user, PEER_FOLDER);
    begin_side(PROGRAM, program, user, RUN_FOLDER);
    struct problem problem;
    if (!box_make_run(user, &problem)) {
        pair.sides[PROGRAM].spawn.failed = RUN_FOLDER;
        pair.sides[PROGRAM].spawn.failure = problem.number;
    }
    start_both();
}

void pair_call_off(struct run_request *program, bool killed, int number, const char *error) {
    stage_drop();
    begin_side(PEER, &peer_request, pair.sides[PEER].spawn.user, PEER_FOLDER);
    begin_side(PROGRAM, program, next_program_user(), RUN_FOLDER);
    for (unsigned which = 0; which < SIDES; which++) {
        pair.into[which][0] = pair.into[which][1] = -1;
        pair.sides[which].spawn.failed = error;
        pair.sides[which].spawn.failure = number;
        pair.sides[which].stop = killed ? HOST_KILL : NOT_STOPPED;
        pair.sides[which].ended = true;
    }
    pair.alone = true;
    finish();
}

/* --- the loop's view --- */

void pair_kill(uint32_t id) {
    if (!pair.in_progress || id != pair.sides[PROGRAM].request->id) return;
    for (unsigned which = 0; which < SIDES; which++) stop_side(&pair.sides[which], HOST_KILL);
}

static bool has_room(const struct side *side) { return side->error_bytes >= side->request->output_limit[1] || outbox_room() > 0; }

/* Reads once of what the side says to its standard error. False: there is nothing more to read now. */
static bool drain_error(unsigned which) {
    static uint8_t surplus[READ_BYTES];
    struct side *side = &pair.sides[which];
    if (side->error < 0 || !has_room(side)) return false;
    uint64_t limit = side->request->output_limit[1];
    uint64_t allowed = side->error_bytes < limit ? limit - side->error_bytes : 0;
    size_t room = allowed ? outbox_room() : sizeof surplus;
    ssize_t got = read(side->error, allowed ? outbox_data() : surplus, room < READ_BYTES ? room : READ_BYTES);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
    if (got <= 0) {
        close_if_open(&side->error);
        return false;
    }
    size_t forward = (uint64_t)got < allowed ? (size_t)got : (size_t)allowed;
    if (forward) outbox_commit(side->request->id, which == PEER ? 2 * ERROR_STREAM : ERROR_STREAM, forward);
    side->error_bytes += (uint64_t)got;
    if (side->error_bytes > limit && !side->request->drain_overflow) stop_side(side, STDERR_LIMIT);
    return true;
}

/* What is written to a side that is no more. */
static void drain_unread(unsigned which) {
    static uint8_t nowhere[READ_BYTES];
    if (!pair.unread[which] || pair.into[which][0] < 0) return;
    ssize_t got = read(pair.into[which][0], nowhere, sizeof nowhere);
    if (got == 0) close_if_open(&pair.into[which][0]);
}

static bool drained_fully(void) {
    for (unsigned which = 0; which < SIDES; which++) {
        while (drain_error(which)) {}
        if (pair.sides[which].error >= 0 && !has_room(&pair.sides[which])) return false;
    }
    return true;
}

static void judge_limits(struct side *side) {
    uint64_t now = now_ns();
    if (now >= side->next_cpu_look_ns) {
        uint64_t cpu = side_cpu_us(side), limit = side->request->cpu_us;
        if (cpu > limit) stop_side(side, CPU_LIMIT);
        uint64_t wait_ns = cpu < limit ? (limit - cpu) * 1000 / cpu_count() : 0;
        side->next_cpu_look_ns = now + (wait_ns > MILLISECOND_NS ? wait_ns : MILLISECOND_NS);
    }
    if (now < side->wall_deadline_ns) return;
    stop_side(side, WALL_LIMIT);
    /* Who lets the program wait until its time is up has nothing more to say. */
    if (side == &pair.sides[PROGRAM]) stop_side(&pair.sides[PEER], WALL_LIMIT);
}

/* Our copy of a pipe's end keeps the kernel from telling that the side has closed its own. */
static bool has_closed(unsigned which) {
    if (pair.recorded) return relays[which].from < 0;
    act_as(pair.sides[which].spawn.user);
    bool closed = !proc_holds_pipe(pair.sides[which].spawn.user, pair.into[!which][1]);
    act_as_self();
    return closed;
}

/*
 * A side that closes its standard output and lives on: the other one hears the end of its input, as with a bare pipe, but not before the second look,
 * so that one that is about to end is seen to end first.
 */
static void look_at_pipe(unsigned which) {
    struct side *side = &pair.sides[which];
    uint64_t now = now_ns();
    if (side->silent || now < side->next_pipe_look_ns) return;
    side->next_pipe_look_ns = now + CLOSING_NS;
    bool before = side->closed;
    side->closed = has_closed(which);
    side->silent = before && side->closed;
    if (!side->silent) return;
    if (pair.recorded) pass_end_on(which);
    else close_if_open(&pair.into[!which][1]);
}

size_t pair_wants(struct pollfd polls[PAIR_POLLS], uint64_t *until_ns) {
    size_t count = 0;
    for (unsigned which = 0; which < SIDES; which++) {
        const struct side *side = &pair.sides[which];
        if (side->error >= 0 && has_room(side)) polls[count++] = (struct pollfd){.fd = side->error, .events = POLLIN};
        if (pair.recorded && relay_wants(&relays[which], &polls[count])) count++;
        if (pair.unread[which] && pair.into[which][0] >= 0) polls[count++] = (struct pollfd){.fd = pair.into[which][0], .events = POLLIN};
        if (!is_live(side)) continue;
        if (side->wall_deadline_ns < *until_ns) *until_ns = side->wall_deadline_ns;
        if (side->next_cpu_look_ns < *until_ns) *until_ns = side->next_cpu_look_ns;
        if (!side->silent && side->next_pipe_look_ns < *until_ns) *until_ns = side->next_pipe_look_ns;
    }
    if (pair.unreaped) *until_ns = 0;
    return count;
}

static void converse(void) {
    if (!pair.recorded || pair.sides[PROGRAM].ended || pair.sides[PEER].ended) return;
    relay_converse(relays, &transcript, pair.began_ns);
}

void pair_advance(bool children) {
    obey_kills();
    if (!children) converse();
    for (unsigned which = 0; which < SIDES; which++) {
        drain_error(which);
        drain_unread(which);
    }
    if (children || pair.unreaped) reap();
    for (unsigned which = 0; which < SIDES; which++) {
        struct side *side = &pair.sides[which];
        if (pair.recorded) pump(which);
        if (is_live(side)) {
            judge_limits(side);
            look_at_pipe(which);
        } else if (!pair.alone) {
            /* Where kill(-1) is not atomic against fork, those who were missed get the next one. */
            kill_side(side);
        }
    }
    if (pair.alone && outbox_accepts_answers() && drained_fully()) finish();
}
