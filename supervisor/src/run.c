#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box.h"
#include "clock.h"
#include "cputime.h"
#include "host.h"
#include "identity.h"
#include "memory.h"
#include "pair.h"
#include "spawn.h"
#include "stage.h"

enum {
    READ_BYTES = 64 * 1024,
    HOLD_BYTES = 32 * 1024, /* so much output is sent without delay */
    LARGE_BODY = 64 * 1024, /* memory of a longer RUN frame is given back */
    EARLY_KILLS = 64,       /* KILL frames for runs still to come */
    REAPED_AT_ONCE = 256,   /* then limits, output and the host are looked at again */
    PAGE = 4096,
    BODY_BYTES = (FRAME_MAX + 1 + PAGE - 1) / PAGE * PAGE, /* whole pages, so that giving them back touches nothing else */
};

#define MILLISECOND_NS 1000000u

/* One of the program's output streams. */
struct stream {
    int fd; /* -1: at its end, or not there */
    uint8_t number;
    uint64_t counted, limit;
};

/* Counters as they stood when the run began. */
struct baseline {
    uint64_t cpu_ns, self_ns, oom_kills, fork_refusals;
    bool has_cpu;
};

static const struct cgroup *group;

static uint8_t request_body[BODY_BYTES] __attribute__((aligned(PAGE)));
static struct run_request request;
static uint32_t last_id;
static uint32_t early_kills[EARLY_KILLS];
static size_t early_kill_count;

static struct {
    bool in_progress;
    struct spawn spawn;
    pid_t main;
    bool main_ended, alone, killed, unreaped, kept, closing_told;
    int status;
    enum stop stop;
    struct stream streams[2];
    int input; /* -1: closed */
    struct bytes unfed;
    size_t fed; /* bytes of the STDIN frame at the cursor that are already fed */
    inbox_cursor feed, control;
    uint64_t ended_ns, closed_ns, wall_deadline_ns, next_cpu_look_ns; /* closed: standard output */
    uint64_t user_us, system_us, peak_resident, leftovers;
    struct baseline before;
} run;

void run_prepare(const struct cgroup *counters) {
    group = counters;
    spawn_prepare();
    pair_prepare(counters);
}

bool run_in_progress(void) { return run.in_progress || pair_in_progress(); }

bool run_holds_output(void) { return run.in_progress && request.input_mode != INPUT_STREAM && outbox_room() > OUTBOX_BYTES - OUTBOX_RESERVE - HOLD_BYTES; }

/* --- time --- */

static uint64_t self_cpu_ns(void) { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

static struct baseline take_baseline(void) {
    struct baseline now = {.self_ns = self_cpu_ns(), .oom_kills = cgroup_oom_kills(group), .fork_refusals = cgroup_fork_refusals(group)};
    now.has_cpu = cgroup_cpu_ns(group, &now.cpu_ns);
    return now;
}

static uint64_t reaped_us(void) { return run.user_us + run.system_us; }

/* CPU time of the run's whole tree up to now. */
static uint64_t tree_cpu_us(enum cpu_source *source) {
    uint64_t group_ns;
    if (!run.before.has_cpu || !cgroup_cpu_ns(group, &group_ns)) {
        *source = FROM_RUSAGE;
        return reaped_us() + (run.alone ? 0 : live_cpu_ns() / 1000);
    }
    *source = FROM_CGROUP;
    uint64_t all = group_ns - run.before.cpu_ns, own = self_cpu_ns() - run.before.self_ns;
    uint64_t us = all > own ? (all - own) / 1000 : 0;
    return us > reaped_us() ? us : reaped_us();
}

static unsigned cpu_count(void) {
    cpu_set_t set;
    int cpus = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return cpus > 0 ? (unsigned)cpus : 1;
}

/* --- ending --- */

static void kill_all(void) {
    run.killed = true;
    /* Everyone but the caller; from the first process of a pid namespace, everyone in it. */
    if (getpid() == 1) kill(-1, SIGKILL);
    else if (run.main > 0) kill(-run.main, SIGKILL);
}

static void stop(enum stop reason) {
    if (run.main_ended || run.stop != NOT_STOPPED) return;
    run.stop = reason;
    kill_all();
}

/* A program that makes children faster than they can be reaped must not keep us from looking at its limits. */
static void reap(void) {
    run.unreaped = false;
    for (int reaped = 0; reaped < REAPED_AT_ONCE; reaped++) {
        int status;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, WNOHANG, &usage);
        if (pid < 0 && errno == ECHILD) run.alone = true;
        if (pid <= 0) return;
        run.user_us += (uint64_t)usage.ru_utime.tv_sec * 1000000u + (uint64_t)usage.ru_utime.tv_usec;
        run.system_us += (uint64_t)usage.ru_stime.tv_sec * 1000000u + (uint64_t)usage.ru_stime.tv_usec;
        if ((uint64_t)usage.ru_maxrss * 1024 > run.peak_resident) run.peak_resident = (uint64_t)usage.ru_maxrss * 1024;
        if (pid == run.main && !run.main_ended) { /* its number may come again */
            run.main_ended = true;
            run.status = status;
            run.ended_ns = now_ns();
        } else if (run.killed && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
            run.leftovers++;
        }
    }
    run.unreaped = true;
}

/* --- answers --- */

static void answer_done(enum end end, uint64_t code, const char *error) {
    enum cpu_source source = FROM_RUSAGE;
    uint64_t cpu = 0, wall = 0;
    if (end != NOT_STARTED) {
        cpu = tree_cpu_us(&source);
        wall = (run.ended_ns - run.spawn.started_ns) / 1000;
    }
    /* The cgroup may know more than was reaped: children whose parents ignored SIGCHLD. Their share is split like the rest. */
    uint64_t reaped = reaped_us(), user = reaped ? (uint64_t)((double)cpu * (double)run.user_us / (double)reaped) : cpu;
    /* Not before the time was taken, but its size is part of the report. */
    run.kept = request.phase != PHASE_COMPILE || box_keep(request.keep, request.keeps);
    answer_begin(DONE);
    answer_field32(1, request.id);
    answer_field8(2, (uint8_t)end);
    answer_field64(3, code);
    answer_field8(4, (uint8_t)run.stop);
    answer_field64(5, cpu);
    answer_field64(6, user);
    answer_field64(7, cpu - user);
    answer_field64(8, wall);
    answer_field64(9, run.peak_resident);
    answer_field64(10, cgroup_peak_bytes(group));
    answer_field64(11, cgroup_oom_kills(group) - run.before.oom_kills);
    answer_field64(12, run.streams[0].counted);
    answer_field64(13, run.streams[1].counted);
    answer_field64(14, cgroup_fork_refusals(group) - run.before.fork_refusals);
    answer_field8(15, (uint8_t)source);
    if (error) answer_field_text(16, error);
    answer_field64(17, run.leftovers);
    if (request.phase == PHASE_COMPILE) answer_field64(18, box_bytes());
    answer_end();
}

static void answer_clean(const char *reason) {
    answer_begin(CLEAN);
    answer_u32(request.id);
    answer_u8(reason == NULL);
    if (reason) answer_bytes(reason, strlen(reason));
    answer_end();
}

static void clean_up(void) {
    struct problem problem;
    const char *reason = NULL;
    if (request.collect_max) box_collect(run.spawn.user, &request);
    bool dirty = box_is_dirty();
    if (dirty) outbox_flush(); /* this takes time, and DONE is known */
    if (!run.kept) reason = APP_FOLDER " can't be reduced to the results";
    if (dirty && !box_clean(run.spawn.user, &problem)) reason = problem.text;
    if (!reason && (waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD)) reason = "there is still another process";
    answer_clean(reason);
    if (request.input.size > LARGE_BODY) {
        madvise(request_body, sizeof request_body, MADV_DONTNEED);
        memory_was_large();
    }
}

static void close_if_open(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void finish(void) {
    run.in_progress = false;
    close_if_open(&run.input);
    for (int i = 0; i < 2; i++) close_if_open(&run.streams[i].fd);
    if (run.spawn.failed) {
        char error[300];
        snprintf(error, sizeof error, "%.200s: %s", run.spawn.failed, strerror(run.spawn.failure));
        answer_done(NOT_STARTED, (uint64_t)run.spawn.failure, error);
    } else if (WIFEXITED(run.status)) {
        answer_done(EXITED, (uint64_t)WEXITSTATUS(run.status), NULL);
    } else {
        answer_done(SIGNALLED, (uint64_t)WTERMSIG(run.status), NULL);
    }
    clean_up();
}

static void not_started(const struct problem *problem) {
    stage_drop();
    answer_done(NOT_STARTED, (uint64_t)problem->number, problem->text);
    clean_up();
}

/* --- input --- */

/* Writes what the pipe takes. False: nobody will read any more. */
static bool offer(const uint8_t *data, size_t size, size_t *taken) {
    ssize_t wrote;
    do wrote = write(run.input, data, size);
    while (wrote < 0 && errno == EINTR);
    *taken = wrote > 0 ? (size_t)wrote : 0;
    return wrote >= 0 || errno == EAGAIN;
}

static void feed_given(void) {
    while (run.input >= 0 && run.unfed.size) {
        size_t taken;
        if (!offer(run.unfed.at, run.unfed.size, &taken)) break;
        run.unfed.at += taken;
        run.unfed.size -= taken;
        if (taken == 0) return;
    }
    close_if_open(&run.input);
}

/* Moves the cursor to the first STDIN frame of this run that has not been fed. */
static bool next_input(struct frame *frame) {
    while (inbox_peek(&run.feed, frame)) {
        if (frame->type == STDIN && load32(frame->body) == request.id) return true;
        inbox_skip(&run.feed, frame);
    }
    return false;
}

static void feed_stream(void) {
    struct frame frame;
    while (next_input(&frame)) {
        const uint8_t *data = frame.body + 4;
        size_t size = frame.size - 4, taken = 0;
        if (size == 0) close_if_open(&run.input);
        if (run.input >= 0) {
            if (!offer(data + run.fed, size - run.fed, &taken)) close_if_open(&run.input);
            else if (run.fed + taken < size) {
                run.fed += taken;
                return;
            }
        }
        run.fed = 0;
        inbox_take(&run.feed, &frame);
    }
}

static void feed(void) {
    if (request.input_mode == INPUT_GIVEN) feed_given();
    if (request.input_mode == INPUT_STREAM) feed_stream();
}

static bool input_is_waiting(void) {
    struct frame frame;
    if (run.input < 0) return false;
    return request.input_mode == INPUT_STREAM ? next_input(&frame) : run.unfed.size > 0;
}

static void obey_orders(void) {
    struct frame frame;
    while (inbox_peek(&run.control, &frame)) {
        if (frame.type == KILL) {
            run_kill(load32(frame.body));
            inbox_take(&run.control, &frame);
        } else {
            inbox_skip(&run.control, &frame);
        }
    }
}

void run_kill(uint32_t id) {
    if (pair_in_progress() && id == request.id) {
        pair_kill(id);
    } else if (run.in_progress && id == request.id) {
        stop(HOST_KILL);
    } else if (id > last_id) {
        if (early_kill_count == EARLY_KILLS) fault("more than %d KILL frames for runs still to come", EARLY_KILLS);
        early_kills[early_kill_count++] = id;
    }
}

/* Whether the run was killed before its time; forgets the kills that have become meaningless. */
static bool killed_early(uint32_t id) {
    bool killed = false;
    size_t kept = 0;
    for (size_t i = 0; i < early_kill_count; i++) {
        if (early_kills[i] == id) killed = true;
        if (early_kills[i] > id) early_kills[kept++] = early_kills[i];
    }
    early_kill_count = kept;
    return killed;
}

/* --- output --- */

static bool has_room(const struct stream *stream) { return stream->counted >= stream->limit || outbox_room() > 0; }

/* Reads once. False: there is nothing more to read now. */
static bool drain(struct stream *stream) {
    static uint8_t surplus[READ_BYTES];
    if (stream->fd < 0 || !has_room(stream)) return false;
    uint64_t allowed = stream->counted < stream->limit ? stream->limit - stream->counted : 0;
    size_t room = allowed ? outbox_room() : sizeof surplus;
    ssize_t got = read(stream->fd, allowed ? outbox_data() : surplus, room < READ_BYTES ? room : READ_BYTES);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
    if (got <= 0) {
        close_if_open(&stream->fd);
        if (stream->number == 1) run.closed_ns = now_ns();
        return false;
    }
    size_t forward = (uint64_t)got < allowed ? (size_t)got : (size_t)allowed;
    if (forward) outbox_commit(request.id, stream->number, forward);
    stream->counted += (uint64_t)got;
    if (stream->counted > stream->limit && !request.drain_overflow) stop(stream->number == 1 ? STDOUT_LIMIT : STDERR_LIMIT);
    return true;
}

/* Whoever talks with the program is to hear that nothing more will come, though the program lives on. */
static bool closing_is_to_be_told(void) {
    return request.input_mode == INPUT_STREAM && run.streams[0].fd < 0 && !run.closing_told && !run.main_ended && run.stop == NOT_STOPPED && outbox_accepts_answers();
}

static void tell_closing(void) {
    if (!closing_is_to_be_told() || now_ns() < run.closed_ns + CLOSING_NS) return;
    run.closing_told = true;
    answer_begin(STDOUT_CLOSED);
    answer_u32(request.id);
    answer_end();
}

/* Once no process is left: true when the pipes have been read to their end, false when the host must make room first. */
static bool drain_fully(void) {
    for (int i = 0; i < 2; i++) {
        while (drain(&run.streams[i])) {}
        if (run.streams[i].fd >= 0 && !has_room(&run.streams[i])) return false;
    }
    return true;
}

/* --- beginning --- */

/* A pipe whose inode belongs to the program's user, so that the program may open /dev/stdin and its like. */
static bool open_pipe(int ends[2], int ours) {
    if (pipe2(ends, O_CLOEXEC) < 0) return false;
    return fcntl(ends[ours], F_SETFL, O_NONBLOCK) == 0;
}

static bool open_pipes(int theirs[3]) {
    int in[2] = {-1, -1}, out[2] = {-1, -1}, error[2] = {-1, -1};
    bool wants_input = request.input_mode == INPUT_STREAM || (request.input_mode == INPUT_GIVEN && request.input.size);
    act_as(run.spawn.user);
    bool opened = (!wants_input || open_pipe(in, 1)) && open_pipe(out, 0) && (request.merge || open_pipe(error, 0));
    int number = errno;
    act_as_self();
    theirs[0] = in[0];
    theirs[1] = out[1];
    theirs[2] = request.merge ? out[1] : error[1];
    run.input = in[1];
    run.streams[0] = (struct stream){.fd = out[0], .number = 1, .limit = request.output_limit[0]};
    run.streams[1] = (struct stream){.fd = error[0], .number = 2, .limit = request.output_limit[1]};
    errno = number;
    return opened;
}

static bool make_folder(struct problem *problem) {
    if (request.phase == PHASE_COMPILE) return box_make_app(problem);
    return box_make_run(run.spawn.user, problem);
}

static void start(void) {
    struct problem problem = {0};
    int theirs[3] = {-1, -1, -1};
    if (!make_folder(&problem)) {
        not_started(&problem);
        return;
    }
    bool piped = open_pipes(theirs);
    if (piped) {
        feed(); /* what fits into the pipe is there before the program is */
        memory_reset_peak();
        run.spawn.input = theirs[0];
        run.spawn.output = theirs[1];
        run.spawn.error = theirs[2];
        run.before = take_baseline();
        run.main = spawn_program(&run.spawn);
    }
    int number = errno;
    close_if_open(&theirs[0]);
    close_if_open(&theirs[1]);
    if (!request.merge) close_if_open(&theirs[2]);
    run.in_progress = true;
    if (!piped || run.main < 0) {
        run.spawn.failed = piped ? "clone" : "pipe";
        run.spawn.failure = number;
        run.alone = run.main_ended = true;
        finish();
        return;
    }
    run.wall_deadline_ns = run.spawn.started_ns + request.wall_us * 1000;
    run.next_cpu_look_ns = request.cpu_limited ? run.spawn.started_ns + request.cpu_us * 1000 / cpu_count() : UINT64_MAX;
    feed();
    obey_orders(); /* those that came together with the RUN */
}

static void begin_pair(void) {
    bool possible = request.phase == PHASE_PROGRAM && request.input_mode == INPUT_EMPTY && !request.merge && !request.collect_max;
    if (!possible) fault("RUN with a peer and what only a RUN without one may have");
    if (killed_early(request.id)) pair_call_off(&request, true, ECANCELED, "killed before it started");
    else pair_begin(&request, run.spawn.user);
}

void run_begin(const uint8_t *body, size_t size) {
    memcpy(request_body, body, size);
    const char *wrong = run_decode(request_body, size, &request);
    if (wrong) fault("%s", wrong);
    if (request.judges || request.transcript_max) fault("RUN with what only a PEER has");
    if (request.id <= last_id) fault("RUN %u after RUN %u", request.id, last_id);
    last_id = request.id;
    memset(&run, 0, sizeof run);
    run.input = run.streams[0].fd = run.streams[1].fd = -1;
    run.unfed = request.input;
    run.feed = run.control = inbox_start();
    run.spawn.request = &request;
    run.spawn.user = request.phase == PHASE_COMPILE ? app_user() : next_program_user();
    run.spawn.directory = request.phase == PHASE_COMPILE ? APP_FOLDER : RUN_FOLDER;
    if (pair_is_announced(request.id)) {
        begin_pair();
        return;
    }
    if (killed_early(request.id)) {
        run.stop = HOST_KILL;
        not_started(&(struct problem){ECANCELED, "killed before it started"});
        return;
    }
    start();
}

/* --- the loop's view --- */

size_t run_wants(struct pollfd polls[RUN_POLLS], uint64_t *until_ns) {
    if (pair_in_progress()) return pair_wants(polls, until_ns);
    size_t count = 0;
    for (int i = 0; i < 2; i++) {
        const struct stream *stream = &run.streams[i];
        if (stream->fd >= 0 && has_room(stream)) polls[count++] = (struct pollfd){.fd = stream->fd, .events = POLLIN};
    }
    if (input_is_waiting()) polls[count++] = (struct pollfd){.fd = run.input, .events = POLLOUT};
    if (!run.main_ended && run.stop == NOT_STOPPED) {
        if (run.wall_deadline_ns < *until_ns) *until_ns = run.wall_deadline_ns;
        if (run.next_cpu_look_ns < *until_ns) *until_ns = run.next_cpu_look_ns;
    }
    if (closing_is_to_be_told() && run.closed_ns + CLOSING_NS < *until_ns) *until_ns = run.closed_ns + CLOSING_NS;
    if (run.unreaped) *until_ns = 0;
    return count;
}

static void judge_limits(void) {
    uint64_t now = now_ns();
    if (now >= run.next_cpu_look_ns) {
        enum cpu_source source;
        uint64_t cpu = tree_cpu_us(&source);
        if (cpu > request.cpu_us) stop(CPU_LIMIT);
        uint64_t wait_ns = cpu < request.cpu_us ? (request.cpu_us - cpu) * 1000 / cpu_count() : 0;
        run.next_cpu_look_ns = now + (wait_ns > MILLISECOND_NS ? wait_ns : MILLISECOND_NS);
    }
    if (now >= run.wall_deadline_ns) stop(WALL_LIMIT);
}

void run_advance(bool children) {
    if (pair_in_progress()) {
        pair_advance(children);
        return;
    }
    obey_orders();
    feed();
    for (int i = 0; i < 2; i++) drain(&run.streams[i]);
    if (children || run.unreaped) reap();
    if (!run.main_ended && run.stop == NOT_STOPPED) judge_limits();
    tell_closing();
    /* Where kill(-1) is not atomic against fork, those who were missed get the next one. */
    if ((run.main_ended || run.killed) && !run.alone) kill_all();
    if (run.alone && outbox_accepts_answers() && drain_fully()) finish();
}
