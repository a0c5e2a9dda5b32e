#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "job.h"

enum { LINE = 4096 };

/* The field of a line `a:b:c` with this number, from 0, in place; NULL where there are fewer. */
static char *field(char *line, int number) {
    char *rest = line, *found = NULL;
    for (int i = 0; i <= number; i++) {
        found = strsep(&rest, ":\n");
        if (!found) return NULL;
    }
    return found;
}

static bool parse_id(const char *text, unsigned *id) {
    uint64_t number;
    if (!parse_number(text, &number) || number >= UINT_MAX) return false;
    *id = (unsigned)number;
    return true;
}

/* Finds the line of a name or number and reads one or two of its numbers. */
static bool look_up(const char *file, const char *name, unsigned *id, unsigned *group) {
    FILE *lines = fopen(file, "re");
    if (!lines) return false;
    char line[LINE];
    bool found = false;
    while (!found && fgets(line, sizeof line, lines)) {
        char copy[LINE];
        unsigned its_id, its_group = 0;
        const char *its_name = field(memcpy(copy, line, sizeof copy), 0);
        if (!its_name) continue;
        bool same = strcmp(its_name, name) == 0;
        const char *number = field(memcpy(copy, line, sizeof copy), 2);
        if (!number || !parse_id(number, &its_id)) continue;
        unsigned wanted;
        if (!same && !(parse_id(name, &wanted) && wanted == its_id)) continue;
        if (group) {
            const char *second = field(memcpy(copy, line, sizeof copy), 3);
            if (!second || !parse_id(second, &its_group)) continue;
            *group = its_group;
        }
        *id = its_id;
        found = true;
    }
    fclose(lines);
    return found;
}

bool job_identity_find(const char *wanted, const char *passwd, const char *groups, struct job_identity *found) {
    char user[256];
    *found = (struct job_identity){0, 0};
    if (strlen(wanted) >= sizeof user) return false;
    strcpy(user, wanted);
    char *group = strchr(user, ':');
    if (group) *group++ = 0;
    unsigned uid = 0, gid = 0;
    if (*user && !look_up(passwd, user, &uid, &gid) && !parse_id(user, &uid)) return false;
    if (group && *group && !look_up(groups, group, &gid, NULL) && !parse_id(group, &gid)) return false;
    *found = (struct job_identity){uid, gid};
    return true;
}

const char *job_shell_find(const char *root) {
    static const char *const shells[] = {"/usr/local/bin/bash", "/usr/bin/bash", "/bin/bash", "/usr/local/bin/sh",
                                         "/usr/bin/sh",         "/bin/sh",       "/busybox/sh"};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        char path[PATH_MAX];
        struct stat status;
        int length = snprintf(path, sizeof path, "%s%s", root, shells[i]);
        if (length < 0 || (size_t)length >= sizeof path) continue;
        if (stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0) return shells[i];
    }
    return NULL;
}
