#define _GNU_SOURCE
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PROC_PATH = 128 };

bool proc_walk(const char *path, proc_visit *visit, void *context) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return false;
    char buffer[4096] __attribute__((aligned(8)));
    bool more = true;
    for (long size; more && (size = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0;) {
        for (long at = 0; more && at < size;) {
            unsigned short length;
            memcpy(&length, buffer + at + 16, sizeof length);
            const char *name = buffer + at + 19;
            if (*name >= '0' && *name <= '9') more = visit(name, context);
            at += length;
        }
    }
    close(folder);
    return true;
}

bool proc_belongs_to(const char *pid, uint32_t user) {
    char path[PROC_PATH], text[1024];
    snprintf(path, sizeof path, "/proc/%.20s/status", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0) return false;
    text[got] = 0;
    const char *line = strstr(text, "\nUid:");
    return line && strtoul(line + 5, NULL, 10) == user;
}

/* --- who holds a pipe --- */

struct search {
    uint32_t user;
    struct stat pipe;
    bool found;
    char path[PROC_PATH]; /* of the folder that is being walked through */
};

static bool gone(void) { return errno == ENOENT || errno == ESRCH; }

static bool look_at_descriptor(const char *number, void *context) {
    struct search *search = context;
    char path[2 * PROC_PATH];
    snprintf(path, sizeof path, "%s/%.20s", search->path, number);
    struct stat file;
    if (stat(path, &file) < 0) search->found = !gone();
    else search->found = file.st_dev == search->pipe.st_dev && file.st_ino == search->pipe.st_ino;
    return !search->found;
}

/* Of each thread: the first one of a process may have ended before the others, and has none then. */
static bool look_at_thread(const char *number, void *context) {
    struct search *process = context, thread = *process;
    snprintf(thread.path, sizeof thread.path, "%.60s/%.20s/fd", process->path, number);
    if (!proc_walk(thread.path, look_at_descriptor, &thread)) thread.found = !gone();
    process->found = thread.found;
    return !process->found;
}

static bool look_at_process(const char *number, void *context) {
    struct search *search = context;
    if (!proc_belongs_to(number, search->user)) return true;
    snprintf(search->path, sizeof search->path, "/proc/%.20s/task", number);
    if (!proc_walk(search->path, look_at_thread, search)) search->found = !gone();
    return !search->found;
}

bool proc_holds_pipe(uint32_t user, int end) {
    struct search search = {.user = user};
    if (fstat(end, &search.pipe) < 0 || !proc_walk("/proc", look_at_process, &search)) return true;
    return search.found;
}
