/* CPU time of the live processes, for sandboxes without a cgroup in sight. */
#ifndef GLOVEBOX_CPUTIME_H
#define GLOVEBOX_CPUTIME_H

#include <stdbool.h>
#include <stdint.h>

/* The process clocks of everything in /proc but this process, with what each has inherited from children it waited for. */
uint64_t live_cpu_ns(void);

/* The same of one user's processes. */
uint64_t live_cpu_ns_of(uint32_t user);

/* From the text of /proc/pid/stat: the clock ticks of the process itself, and of the children it has waited for. */
bool parse_stat(const char *text, uint64_t *own_ticks, uint64_t *children_ticks);

#endif
