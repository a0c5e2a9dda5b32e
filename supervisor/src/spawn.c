#define _GNU_SOURCE
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "host.h"
#include "identity.h"

/*
 * The child borrows the supervisor's memory until exec (CLONE_VFORK), with a stack of its own: this costs a third of a fork, and its answer
 * needs no pipe. It must therefore leave nothing behind in memory but the results in struct spawn, and not return.
 */

enum { CHILD_STACK = 64 * 1024 };

static uint8_t child_stack[CHILD_STACK] __attribute__((aligned(16)));

void spawn_prepare(void) {
    static const int zero[] = {RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE}; /* RLIMIT_CORE is the container's own, and nobody's to change */
    const struct rlimit none = {0, 0};
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) {
        /* Linux never refuses to lower a limit: EPERM is gVisor's word for a limit on something it does not have. */
        if (setrlimit(zero[i], &none) < 0 && errno != EPERM) fault("can't set resource limit %d to 0: %s", zero[i], strerror(errno));
    }
}

static const char *variable(char *const *environment, const char *name) {
    size_t length = strlen(name);
    for (; *environment; environment++) {
        if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=') return *environment + length + 1;
    }
    return NULL;
}

/* execvpe(), but with the PATH of the new environment and without its shell fallback. */
static void execute(char *const *argv, char *const *environment) {
    const char *name = argv[0];
    if (strchr(name, '/')) {
        execve(name, argv, environment);
        return;
    }
    const char *path = variable(environment, "PATH");
    bool refused = false;
    errno = ENOENT;
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char file[PATH_MAX];
        if (length && length + 1 + strlen(name) < sizeof file) {
            memcpy(file, path, length);
            file[length] = '/';
            strcpy(file + length + 1, name);
            execve(file, argv, environment);
            if (errno == EACCES) refused = true;
            else if (errno != ENOENT && errno != ENOTDIR) return;
        }
        path += length + (path[length] == ':');
    }
    errno = refused ? EACCES : ENOENT;
}

static bool limit(int resource, uint64_t soft, uint64_t hard) {
    return setrlimit(resource, &(struct rlimit){soft == UINT64_MAX ? RLIM_INFINITY : soft, hard == UINT64_MAX ? RLIM_INFINITY : hard}) == 0;
}

/* The whole tree's CPU limit is the supervisor's to enforce; this stops a single process if the supervisor should ever be too slow. */
static bool limit_cpu(const struct run_request *request) {
    if (!request->cpu_limited) return true;
    uint64_t seconds = request->cpu_us / 1000000 + (request->cpu_us % 1000000 != 0) + 1;
    return limit(RLIMIT_CPU, seconds, seconds);
}

/* A missing file (gVisor has none) is no fault: then the kernel that picks victims isn't this one either. */
static bool volunteer_for_oom(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT;
    bool done = write(fd, "1000", 4) == 4;
    close(fd);
    return done;
}

static int child(void *argument) {
    struct spawn *spawn = argument;
    const struct run_request *request = spawn->request;
    int input = spawn->input >= 0 ? spawn->input : open("/dev/null", O_RDONLY | O_CLOEXEC);
    int error;
    sigset_t none;
    sigemptyset(&none);
#define STEP(what, ok)          \
    do {                        \
        if (!(ok)) {            \
            spawn->failed = what; \
            goto failed;        \
        }                       \
    } while (0)
    STEP("/dev/null", input >= 0);
    STEP("descriptors", dup2(input, 0) == 0 && dup2(spawn->output, 1) == 1 && dup2(spawn->error, 2) == 2);
    STEP("setsid", setsid() >= 0);
    STEP("oom_score_adj", volunteer_for_oom());
    STEP("RLIMIT_CPU", limit_cpu(request));
    STEP("RLIMIT_FSIZE", limit(RLIMIT_FSIZE, request->file_size, request->file_size));
    STEP("RLIMIT_NOFILE", limit(RLIMIT_NOFILE, request->open_files, request->open_files));
    STEP("RLIMIT_STACK", limit(RLIMIT_STACK, request->stack, request->stack));
    error = become(spawn->user, spawn->group);
    errno = error;
    STEP("user", error == 0);
    STEP(spawn->directory, chdir(spawn->directory) == 0);
    STEP("signal mask", sigprocmask(SIG_SETMASK, &none, NULL) == 0);
#undef STEP
    spawn->started_ns = now_ns();
    execute(request->argv, request->envp);
    spawn->failed = request->argv[0];
failed:
    spawn->failure = errno;
    _exit(127);
}

pid_t spawn_program(struct spawn *spawn) {
    spawn->failed = NULL;
    spawn->failure = 0;
    spawn->started_ns = now_ns();
    return clone(child, child_stack + CHILD_STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, spawn);
}
