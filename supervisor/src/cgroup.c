#define _GNU_SOURCE
#include "cgroup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_TEXT = 4096 };

bool parse_number(const char *text, uint64_t *value) {
    uint64_t number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (__builtin_mul_overflow(number, 10u, &number) || __builtin_add_overflow(number, (uint64_t)(*at - '0'), &number)) return false;
    }
    if (at == text || (*at != 0 && *at != '\n' && *at != ' ')) return false;
    *value = number;
    return true;
}

bool parse_keyed(const char *text, const char *key, uint64_t *value) {
    size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        if (strncmp(line, key, length) == 0 && line[length] == ' ') return parse_number(line + length + 1, value);
    }
    return false;
}

static int open_below(const char *root, const char *name) {
    char path[256];
    int length = snprintf(path, sizeof path, "%s/%s", root, name);
    if (length < 0 || (size_t)length >= sizeof path) return -1;
    return open(path, O_RDONLY | O_CLOEXEC);
}

static bool read_text(int fd, char text[FILE_TEXT]) {
    ssize_t got = fd < 0 ? -1 : pread(fd, text, FILE_TEXT - 1, 0);
    if (got <= 0) return false;
    text[got] = 0;
    return true;
}

static uint64_t read_limit(int fd) {
    char text[FILE_TEXT];
    uint64_t limit = 0;
    bool known = read_text(fd, text) && parse_number(text, &limit); /* "max" is not a number */
    if (fd >= 0) close(fd);
    /* Version 1 writes "no limit" as the largest multiple of the page size. */
    return known && limit < UINT64_MAX / 4 ? limit : 0;
}

struct cgroup cgroup_open(const char *root) {
    struct cgroup group = {.version = 2, .cpu = open_below(root, "cpu.stat")};
    if (group.cpu >= 0) {
        group.peak = open_below(root, "memory.peak"); /* since Linux 5.19 */
        group.oom = open_below(root, "memory.events");
        group.forks = open_below(root, "pids.events");
        group.memory_limit = read_limit(open_below(root, "memory.max"));
        return group;
    }
    group.cpu = open_below(root, "cpuacct/cpuacct.usage");
    if (group.cpu < 0) group.cpu = open_below(root, "cpu,cpuacct/cpuacct.usage");
    group.peak = open_below(root, "memory/memory.max_usage_in_bytes");
    group.oom = open_below(root, "memory/memory.oom_control");
    group.forks = open_below(root, "pids/pids.events");
    group.memory_limit = read_limit(open_below(root, "memory/memory.limit_in_bytes"));
    group.version = group.cpu < 0 && group.oom < 0 ? 0 : 1;
    return group;
}

bool cgroup_cpu_ns(const struct cgroup *group, uint64_t *ns) {
    char text[FILE_TEXT];
    if (!read_text(group->cpu, text)) return false;
    if (group->version == 1) return parse_number(text, ns);
    uint64_t us;
    if (!parse_keyed(text, "usage_usec", &us)) return false;
    *ns = us * 1000;
    return true;
}

uint64_t cgroup_peak_bytes(const struct cgroup *group) {
    char text[FILE_TEXT];
    uint64_t bytes;
    return read_text(group->peak, text) && parse_number(text, &bytes) ? bytes : 0;
}

static uint64_t read_keyed(int fd, const char *key) {
    char text[FILE_TEXT];
    uint64_t count;
    return read_text(fd, text) && parse_keyed(text, key, &count) ? count : 0;
}

uint64_t cgroup_oom_kills(const struct cgroup *group) { return read_keyed(group->oom, "oom_kill"); }

uint64_t cgroup_fork_refusals(const struct cgroup *group) { return read_keyed(group->forks, "max"); }
