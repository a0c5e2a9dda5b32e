#define _GNU_SOURCE
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"
#include "identity.h"
#include "stage.h"
#include "tree.h"

enum { ERRAND_SECONDS = 20 };

static int box, tmp;

static int open_folder(int parent, const char *name) { return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); }

/* Container engines give a tmpfs the mode of the image's folder it covers, whatever the option says; the owner may put that right. */
static int open_shared(const char *path, uint32_t group, mode_t mode) {
    struct stat status;
    int folder = open_folder(AT_FDCWD, path);
    if (folder < 0 || fchmod(folder, mode) < 0 || fstat(folder, &status) < 0) fault("%s: %s", path, strerror(errno));
    if (status.st_uid != 0 || status.st_gid != group) fault("%s belongs to %u:%u and must belong to 0:%u", path, status.st_uid, status.st_gid, group);
    return folder;
}

void box_open(uint32_t box_group) {
    box = open_shared(BOX, box_group, 01771);
    tmp = open_shared("/tmp", 0, 01777);
}

/* --- errands: what is done among a program's files is done by a process that has no more rights than the program had --- */

static pid_t errand_begin(uint32_t user) {
    pid_t child = fork();
    if (child != 0) return child;
    alarm(ERRAND_SECONDS); /* its default action ends the process: a hostile tree can delay, not block */
    if (become(user, 0) != 0) _exit(1);
    return 0;
}

static bool errand_done(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool empty_folder(const char *path) {
    int folder = open_folder(AT_FDCWD, path);
    /* Its owner may have made it unreadable. */
    if (folder < 0 && errno == EACCES && chmod(path, 0700) == 0) folder = open_folder(AT_FDCWD, path);
    return folder >= 0 ? tree_empty(folder) : errno == ENOENT;
}

/* --- making --- */

static bool trouble(struct problem *problem, int number, const char *what) {
    problem->number = number;
    snprintf(problem->text, sizeof problem->text, "%s: %s", what, strerror(number));
    return false;
}

/* Makes the folder and fills it as the user who will own it. */
static bool make_folder(const char *path, mode_t mode, uint32_t user, struct problem *problem) {
    bool done = true;
    act_as(user);
    int made = mkdir(path, mode) == 0 ? 0 : errno;
    if (made == 0 && !stage_empty()) {
        int folder = open_folder(AT_FDCWD, path);
        done = folder >= 0 && stage_write(folder, problem->text, sizeof problem->text);
        problem->number = errno;
        if (folder >= 0) close(folder);
    }
    act_as_self();
    return made == 0 ? done : trouble(problem, made, path);
}

/* Removes a folder of the app user's. */
static bool remove_app(const char *path, struct problem *problem) {
    const char *name = path + sizeof BOX;
    if (unlinkat(box, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
    pid_t child = errand_begin(app_user());
    if (child == 0) _exit(!empty_folder(path));
    return (child > 0 && errand_done(child) && unlinkat(box, name, AT_REMOVEDIR) == 0) || trouble(problem, errno, path);
}

/* The peer's program goes with the app: whoever compiles as the app user next must find nothing of it. */
bool box_make_app(struct problem *problem) {
    return remove_app(PEER_APP_FOLDER, problem) && remove_app(APP_FOLDER, problem) && make_folder(APP_FOLDER, 0755, app_user(), problem);
}

bool box_make_peer_app(struct problem *problem) {
    return remove_app(PEER_APP_FOLDER, problem) && make_folder(PEER_APP_FOLDER, 0750, app_user(), problem);
}

bool box_make_run(uint32_t user, struct problem *problem) { return make_folder(RUN_FOLDER, 0700, user, problem); }

bool box_make_peer(uint32_t user, struct problem *problem) { return make_folder(PEER_FOLDER, 0700, user, problem); }

/* --- cleaning --- */

bool box_keep(const struct bytes *patterns, size_t count) {
    pid_t child = errand_begin(app_user());
    if (child == 0) {
        /* The compiler may have changed the folder's own mode. */
        bool opened = chmod(APP_FOLDER, 0755) == 0;
        int folder = opened ? open_folder(AT_FDCWD, APP_FOLDER) : -1;
        _exit(!(folder >= 0 && tree_keep(folder, patterns, count)));
    }
    return child > 0 && errand_done(child);
}

uint64_t box_bytes(void) {
    struct statfs used;
    return fstatfs(box, &used) == 0 ? (uint64_t)(used.f_blocks - used.f_bfree) * (uint64_t)used.f_bsize : 0;
}

static bool remove_run(void) { return unlinkat(box, "run", AT_REMOVEDIR) == 0 || errno == ENOENT; }

bool box_is_dirty(void) { return !remove_run() || !tree_is_empty(tmp); }

bool box_clean(uint32_t user, struct problem *problem) {
    pid_t child = errand_begin(user);
    if (child == 0) _exit(!(empty_folder(RUN_FOLDER) & empty_folder("/tmp")));
    if (child < 0) return trouble(problem, errno, "starting to clean");
    if (!errand_done(child)) return trouble(problem, EBUSY, "cleaning");
    if (!remove_run()) return trouble(problem, errno, RUN_FOLDER);
    return tree_is_empty(tmp) || trouble(problem, ENOTEMPTY, "/tmp");
}

static void clean_errand(const char *folder, uint32_t user) {
    pid_t child = errand_begin(user);
    if (child == 0) {
        bool emptied = empty_folder(folder);
        /* What is another's there stays, and is his errand's. */
        int shared = open_folder(AT_FDCWD, "/tmp");
        _exit(!(emptied && shared >= 0 && tree_empty_own(shared)));
    }
    if (child > 0) errand_done(child);
}

bool box_clean_peer(uint32_t peer, uint32_t program, struct problem *problem) {
    bool clean = unlinkat(box, "peer", AT_REMOVEDIR) == 0 && remove_run() && tree_is_empty(tmp);
    if (clean) return true;
    clean_errand(PEER_FOLDER, peer);
    clean_errand(RUN_FOLDER, program);
    if (unlinkat(box, "peer", AT_REMOVEDIR) < 0 && errno != ENOENT) return trouble(problem, errno, PEER_FOLDER);
    if (!remove_run()) return trouble(problem, errno, RUN_FOLDER);
    return tree_is_empty(tmp) || trouble(problem, ENOTEMPTY, "/tmp");
}

/* --- sending --- */

/* A reader of files that is ended in the middle of a frame must not leave half a frame behind: only whole ones are passed on. */
struct passing {
    uint8_t bytes[2 * FRAME_MAX];
    size_t size;
    bool complete;
};

static void pass_frames(struct passing *passing) {
    size_t at = 0;
    struct frame frame;
    while (frame_parse(passing->bytes + at, passing->size - at, &frame) == FRAME_COMPLETE) {
        outbox_relay(passing->bytes + at, frame.total);
        if (frame.type == FILES_END) passing->complete = true;
        at += frame.total;
    }
    passing->size -= at;
    memmove(passing->bytes, passing->bytes + at, passing->size);
}

static void collect(const char *path, uint32_t user, const struct run_request *request) {
    struct collection what = {request->keep, request->keeps, request->collect_max, request->collect_file_max};
    static struct passing passing;
    passing.size = 0;
    passing.complete = false;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) fault("collecting: %s", strerror(errno));
    pid_t child = errand_begin(user);
    if (child == 0) {
        /* The program may have made its own folder unreadable. */
        int folder = chmod(path, 0700) == 0 ? open_folder(AT_FDCWD, path) : -1;
        close(ends[0]);
        signal(SIGPIPE, SIG_DFL);
        _exit(!(folder >= 0 && tree_collect(folder, ends[1], &what)));
    }
    close(ends[1]);
    while (child > 0) {
        ssize_t got = read(ends[0], passing.bytes + passing.size, sizeof passing.bytes - passing.size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        passing.size += (size_t)got;
        pass_frames(&passing);
    }
    close(ends[0]);
    if (child > 0) errand_done(child);
    if (!passing.complete) {
        /* It was held up for too long, or there is no process to be had: nothing more comes, and the host is told so. */
        answer_begin(FILES_END);
        answer_u32(UINT32_MAX);
        answer_u32(0);
        answer_u32(0);
        answer_u32(UINT32_MAX);
        answer_end();
    }
}

void box_collect(uint32_t user, const struct run_request *request) { collect(RUN_FOLDER, user, request); }

void box_collect_peer(uint32_t user, const struct run_request *request) { collect(PEER_FOLDER, user, request); }

void box_fetch(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) fault("FETCH: %s", strerror(errno));
    pid_t child = errand_begin(app_user());
    if (child == 0) {
        int folder = open_folder(AT_FDCWD, APP_FOLDER);
        close(ends[0]);
        alarm(0); /* the host sets the pace here */
        signal(SIGPIPE, SIG_DFL);
        _exit(!(folder >= 0 && tree_send(folder, ends[1])));
    }
    close(ends[1]);
    if (child < 0) fault("FETCH: %s", strerror(errno));
    static uint8_t frames[16 * 1024];
    for (ssize_t got; (got = read(ends[0], frames, sizeof frames)) != 0;) {
        if (got > 0) outbox_relay(frames, (size_t)got);
        else if (errno != EINTR) fault("FETCH: %s", strerror(errno));
    }
    close(ends[0]);
    if (!errand_done(child)) fault("FETCH: " APP_FOLDER " can't be read");
}
