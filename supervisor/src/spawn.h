/* Starting the main process of a run, as its user, with nothing of the supervisor's. */
#ifndef GLOVEBOX_SPAWN_H
#define GLOVEBOX_SPAWN_H

#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

struct spawn {
    struct run_request *request;
    uint32_t user;
    uint32_t group; /* it is in besides its own, 0 = none */
    const char *directory;
    int input, output, error; /* what becomes descriptors 0, 1, 2; input -1 = the null device */
    /* Filled in by spawn_program(): */
    uint64_t started_ns; /* just before exec */
    const char *failed;  /* the step that failed, NULL when the program has started */
    int failure;         /* errno of it */
};

/* Limits every child inherits unchanged. */
void spawn_prepare(void);

/* Returns when the program has been started or starting it has failed; the child is there to be reaped in both cases. -1: no child, errno says why. */
pid_t spawn_program(struct spawn *spawn);

#endif
