/* What the kernel counts about the sandbox: the container's own cgroup, version 1 or 2, seen read-only under /sys/fs/cgroup. */
#ifndef GLOVEBOX_CGROUP_H
#define GLOVEBOX_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cgroup {
    int version; /* 0 = no files, 1, 2 */
    int cpu, peak, oom, forks;
    uint64_t memory_limit; /* bytes; 0 = unknown or none */
};

struct cgroup cgroup_open(const char *root);

/* CPU time of the whole cgroup in ns; false where it is not to be had. */
bool cgroup_cpu_ns(const struct cgroup *group, uint64_t *ns);
uint64_t cgroup_peak_bytes(const struct cgroup *group);   /* high-water mark so far; 0 = unknown */
uint64_t cgroup_oom_kills(const struct cgroup *group);    /* counter; 0 = unknown */
uint64_t cgroup_fork_refusals(const struct cgroup *group); /* counter; 0 = unknown */

/* A decimal number, alone or followed by white space. */
bool parse_number(const char *text, uint64_t *value);
/* The number of the line `key number`. */
bool parse_keyed(const char *text, const char *key, uint64_t *value);

#endif
