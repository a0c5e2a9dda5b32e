/* What PID 1 of a job finds out about the image it is in. */
#ifndef GLOVEBOX_JOB_H
#define GLOVEBOX_JOB_H

#include <stdbool.h>
#include <sys/types.h>

struct job_identity {
    uid_t uid;
    gid_t gid;
};

/* `name`, `number`, each with `:group` or without; empty is root. A number need not be in the files. False where a name is not. */
bool job_identity_find(const char *wanted, const char *passwd, const char *groups, struct job_identity *found);

/* The full path of the first shell below the root, or NULL. */
const char *job_shell_find(const char *root);

#endif
