/* One run at a time: from its RUN frame to DONE and CLEAN. */
#ifndef GLOVEBOX_RUN_H
#define GLOVEBOX_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include "cgroup.h"

enum { RUN_POLLS = 4 };

/* How long a side may have closed its standard output before the other one hears of it: one that is about to end is seen to end first. */
#define CLOSING_NS 100000000u

/* What DONE says. */
enum end { EXITED = 1, SIGNALLED = 2, NOT_STARTED = 3 };
enum stop { NOT_STOPPED, CPU_LIMIT, WALL_LIMIT, STDOUT_LIMIT, STDERR_LIMIT, HOST_KILL };
enum cpu_source { FROM_CGROUP = 1, FROM_RUSAGE = 2 };

/* Opens what every run needs: the folders, the counters. */
void run_prepare(const struct cgroup *group);

/* Executes the RUN frame's body. Either a run is in progress afterwards, or its DONE and CLEAN have been answered. */
void run_begin(const uint8_t *body, size_t size);
bool run_in_progress(void);

void run_kill(uint32_t id); /* in progress: stops it; still to come: remembers; over: nothing */

/* What the loop has to wait for. Returns the number of descriptors put into `polls`, and lowers *until_ns to the next time to look. */
size_t run_wants(struct pollfd polls[RUN_POLLS], uint64_t *until_ns);
/* Moves everything on that can move: reaps, reads, feeds, judges limits; at the end cleans. `children`: SIGCHLD has been seen. */
void run_advance(bool children);
/* True while the only news is output that may wait for more, so that a short run costs the host one read. */
bool run_holds_output(void);

#endif
