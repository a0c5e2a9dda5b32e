#define _GNU_SOURCE
#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

static uint32_t base, count, last_program;

static void drop_capabilities(void) {
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) fault("can't empty the bounding set: %s (is SETPCAP missing?)", strerror(errno));
    }
    /* Absent before Linux 4.3 and in gVisor, where there are no ambient capabilities either. */
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {{0}};
    sets[0].permitted = sets[0].effective = 1u << CAP_SETUID | 1u << CAP_SETGID | 1u << CAP_KILL;
    if (syscall(SYS_capset, &header, sets) < 0) fault("can't reduce the capabilities to SETUID, SETGID, KILL: %s", strerror(errno));
}

/*
 * A program may lower its own score as far as the engine's floor for the container, which the supervisor shares: at the floor itself it is never
 * a better victim than a program. Where the floor is higher this fails, and programs can't get below the score the engine has given either.
 */
static void decline_oom(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return; /* gVisor */
    ssize_t wrote = write(fd, "0", 1);
    (void)wrote;
    close(fd);
}

void identity_harden(void) {
    if (geteuid() != 0) fault("started as user %u, not root", geteuid());
    drop_capabilities();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) fault("no_new_privs: %s", strerror(errno));
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) fault("PR_SET_DUMPABLE: %s", strerror(errno));
    decline_oom();
}

void identity_range(uint32_t uid_base, uint32_t uid_count) {
    base = uid_base;
    count = uid_count;
    last_program = base + 1;
    gid_t box_group = base;
    if (setgroups(1, &box_group) < 0) fault("can't join the box group: %s", strerror(errno));
}

uint32_t app_user(void) { return base + 1; }

uint32_t next_program_user(void) {
    last_program = last_program + 1 < base + count ? last_program + 1 : base + 2;
    return last_program;
}

/* The real and saved ids stay root's, so nobody but root may signal or trace the supervisor meanwhile, and the way back is open. */
void act_as(uint32_t user) {
    if (setresgid((gid_t)-1, user, (gid_t)-1) < 0 || setresuid((uid_t)-1, user, (uid_t)-1) < 0) fault("can't act as user %u: %s", user, strerror(errno));
}

void act_as_self(void) {
    if (setresuid((uid_t)-1, 0, (uid_t)-1) < 0 || setresgid((gid_t)-1, 0, (gid_t)-1) < 0) fault("can't return to root: %s", strerror(errno));
}

int become(uint32_t user, uint32_t group) {
    gid_t more = group;
    return setgroups(group != 0, &more) < 0 || setresgid(user, user, user) < 0 || setresuid(user, user, user) < 0 ? errno : 0;
}
