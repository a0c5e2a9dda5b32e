/*
 * PID 1 of a job's container: starts the command, ends what it leaves behind, tells what the kernel counted.
 *
 *   glovebox-job [--user NAME] [--own FOLDER] [--shell] [--idle] [--] [COMMAND ARGUMENT...]
 *   glovebox-job --probe-tcp PORT | --probe-http PORT PATH
 *
 * --user   who runs the command: name or number, with `:group`, looked up in the image; root without it
 * --own    a folder that is given to that user with everything in it that root owns; may be repeated
 * --shell  the first shell of the image is appended to the command, as its full path
 * --idle   no command: waits for SIGTERM
 * --probe  beside a running command: exits with 0 when a server in the container answers, otherwise with 1
 *
 * On SIGTERM every other process gets SIGTERM. When the command has ended, every other process is killed and reaped, and the
 * report is the last thing written to standard error: NUL, the value of GLOVEBOX_REPORT, `key=number` words, newline. The value is
 * not passed on to the command, and nobody inside may look into this process. A health check of the image has it: it proves nothing
 * but that the image's own files wrote the report.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "job.h"
#include "probe.h"

enum { NOT_FOUND = 127, NOT_EXECUTABLE = 126, FAULT = 125, MOST_FOLDERS = 8, OPEN_FOLDERS = 32 };

static struct job_identity owner; /* for nftw, whose callback takes no argument */

static int give(const char *path, const struct stat *status, int kind, struct FTW *at) {
    (void)kind, (void)at;
    /* What cannot be given stays root's: the command will say so. */
    if (status->st_uid == 0 && lchown(path, owner.uid, owner.gid) < 0 && errno == ENOSPC) return -1;
    return 0;
}

static void become(const struct job_identity *identity) {
    if (identity->uid == 0 && identity->gid == 0) return;
    if (setgroups(0, NULL) < 0 || setresgid(identity->gid, identity->gid, identity->gid) < 0 ||
        setresuid(identity->uid, identity->uid, identity->uid) < 0) {
        perror("glovebox: becoming the image's user");
        _exit(FAULT);
    }
}

static pid_t start(char **command, const struct job_identity *identity, const sigset_t *mask, int failure) {
    pid_t child = fork();
    if (child != 0) return child;
    sigprocmask(SIG_SETMASK, mask, NULL);
    setsid();
    become(identity);
    execvp(command[0], command);
    int reason = errno;
    if (write(failure, &reason, sizeof reason) < 0) _exit(FAULT);
    _exit(reason == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

/* Waits for the command's end; passes SIGTERM on. Gives its wait status. */
static int attend(pid_t command, const sigset_t *signals) {
    for (;;) {
        int status;
        pid_t ended = waitpid(-1, &status, WNOHANG);
        if (ended == command) return status;
        if (ended > 0) continue;
        int signal = sigwaitinfo(signals, NULL);
        if (signal == SIGTERM) kill(-1, SIGTERM);
    }
}

static void end_all(void) {
    for (;;) {
        kill(-1, SIGKILL);
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) return;
    }
}

static void tell(const char *secret, int exec_errno, int status, const struct cgroup *group) {
    struct statvfs place;
    uint64_t free_bytes = statvfs(".", &place) == 0 ? (uint64_t)place.f_bavail * place.f_frsize : UINT64_MAX;
    char report[512];
    int length = snprintf(report, sizeof report, "%c%s exec=%d exit=%d signal=%d oom=%llu pids=%llu free=%llu\n", 0, secret, exec_errno,
                          WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                          (unsigned long long)cgroup_oom_kills(group), (unsigned long long)cgroup_fork_refusals(group),
                          (unsigned long long)free_bytes);
    /* Whoever had the same pipe may have left it so that a write to it does not wait. */
    int flags = fcntl(STDERR_FILENO, F_GETFL);
    if (flags >= 0) fcntl(STDERR_FILENO, F_SETFL, flags & ~O_NONBLOCK);
    ssize_t written = length > 0 ? write(STDERR_FILENO, report, (size_t)length) : 0;
    (void)written; /* Nobody listens: the exit code is all that is left to tell. */
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "--probe-tcp") == 0) return !probe_tcp(words[2]);
    if (count == 4 && strcmp(words[1], "--probe-http") == 0) return !probe_http(words[2], words[3]);
    const char *user = "", *folders[MOST_FOLDERS];
    bool shell = false, idle = false;
    int folder_count = 0, at = 1;
    for (; at < count && strncmp(words[at], "--", 2) == 0; at++) {
        if (strcmp(words[at], "--") == 0) {
            at++;
            break;
        }
        if (strcmp(words[at], "--shell") == 0) shell = true;
        else if (strcmp(words[at], "--idle") == 0) idle = true;
        else if (strcmp(words[at], "--user") == 0 && at + 1 < count) user = words[++at];
        else if (strcmp(words[at], "--own") == 0 && at + 1 < count && folder_count < MOST_FOLDERS) folders[folder_count++] = words[++at];
        else {
            fprintf(stderr, "glovebox: unknown option %s\n", words[at]);
            return FAULT;
        }
    }

    prctl(PR_SET_DUMPABLE, 0); /* nobody looks into this process, nor traces it */
    umask(0022);
    char secret[128] = "";
    const char *given = getenv("GLOVEBOX_REPORT");
    if (given) {
        snprintf(secret, sizeof secret, "%s", given);
        unsetenv("GLOVEBOX_REPORT");
    }

    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, &before);
    if (idle) {
        while (sigwaitinfo(&signals, NULL) != SIGTERM) while (waitpid(-1, NULL, WNOHANG) > 0) {}
        end_all();
        return 0;
    }

    struct cgroup group = cgroup_open("/sys/fs/cgroup");
    if (!job_identity_find(user, "/etc/passwd", "/etc/group", &owner)) {
        fprintf(stderr, "glovebox: the image has no user %s\n", user);
        tell(secret, ENOKEY, 0, &group);
        return FAULT;
    }
    for (int i = 0; owner.uid != 0 && i < folder_count; i++) nftw(folders[i], give, OPEN_FOLDERS, FTW_PHYS | FTW_MOUNT);

    char **command = calloc((size_t)(count - at) + 2, sizeof *command);
    if (!command) return FAULT;
    int length = 0;
    while (at < count) command[length++] = words[at++];
    if (shell) {
        const char *found = job_shell_find("");
        if (!found) {
            fprintf(stderr, "shell not found\n");
            tell(secret, ENOEXEC, 1 << 8, &group);
            return 1;
        }
        command[length++] = strdup(found);
    }
    if (length == 0) return FAULT;

    int failure[2];
    if (pipe2(failure, O_CLOEXEC) < 0) return FAULT;
    pid_t child = start(command, &owner, &before, failure[1]);
    if (child < 0) {
        perror("glovebox: starting the command");
        return FAULT;
    }
    close(failure[1]);
    /* The command alone reads the script. */
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    int exec_errno = 0;
    if (read(failure[0], &exec_errno, sizeof exec_errno) != sizeof exec_errno) exec_errno = 0;
    if (exec_errno != 0) fprintf(stderr, "glovebox: %s: %s\n", command[0], strerror(exec_errno));
    int status = attend(child, &signals);
    end_all();
    tell(secret, exec_errno, status, &group);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
