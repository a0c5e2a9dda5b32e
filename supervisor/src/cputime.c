#define _GNU_SOURCE
#include "cputime.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "proc.h"

bool parse_stat(const char *text, uint64_t *own_ticks, uint64_t *children_ticks) {
    /* The second field is the name in brackets, which may contain anything; the last bracket ends it. */
    const char *at = strrchr(text, ')');
    if (!at) return false;
    unsigned long user, system, children_user, children_system;
    if (sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu", &user, &system, &children_user, &children_system) != 4) return false;
    *own_ticks = user + system;
    *children_ticks = children_user + children_system;
    return true;
}

static uint64_t process_cpu_ns(const char *pid) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0) return 0;
    text[got] = 0;
    uint64_t own, children, tick_ns = 1000000000u / (uint64_t)sysconf(_SC_CLK_TCK);
    if (!parse_stat(text, &own, &children)) return 0;
    clockid_t clock;
    struct timespec exact;
    if (clock_getcpuclockid((pid_t)atoi(pid), &clock) == 0 && clock_gettime(clock, &exact) == 0) {
        return (uint64_t)exact.tv_sec * 1000000000u + (uint64_t)exact.tv_nsec + children * tick_ns;
    }
    return (own + children) * tick_ns;
}

struct sum {
    bool everybody;
    uint32_t user;
    uint64_t ns;
};

static bool add_process(const char *pid, void *context) {
    struct sum *sum = context;
    if (atoi(pid) != getpid() && (sum->everybody || proc_belongs_to(pid, sum->user))) sum->ns += process_cpu_ns(pid);
    return true;
}

static uint64_t live_cpu(bool everybody, uint32_t user) {
    struct sum sum = {.everybody = everybody, .user = user};
    proc_walk("/proc", add_process, &sum);
    return sum.ns;
}

uint64_t live_cpu_ns(void) { return live_cpu(true, 0); }

uint64_t live_cpu_ns_of(uint32_t user) { return live_cpu(false, user); }
