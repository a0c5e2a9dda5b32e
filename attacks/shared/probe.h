/*
 * Tries one forbidden thing after another, each in a child of its own, and says what came of it:
 *
 *     name: killed by SIGSYS     the seccomp profile ends such a process
 *     name: EPERM                refused, with the error's number by name or as it is
 *     PWNED name                 it was let through
 */
#ifndef PROBE_H
#define PROBE_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static char scratch[8192] __attribute__((aligned(64)));

static void report(const char *name, pid_t child) {
  int status = 0;
  if (child < 0) {
    printf("%s: no child, errno %d\n", name, errno);
    return;
  }
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    printf("%s: killed by %s\n", name, WTERMSIG(status) == SIGSYS ? "SIGSYS" : strsignal(WTERMSIG(status)));
  } else if (WEXITSTATUS(status) == 0) {
    printf("PWNED %s\n", name);
  } else {
    printf("%s: %s\n", name, strerror(WEXITSTATUS(status)));
  }
}

/* Evaluates an expression in a child; zero or more means that it was let through. */
#define PROBE(name, ...)                                          \
  do {                                                            \
    fflush(stdout);                                               \
    pid_t probe_child = fork();                                   \
    if (probe_child == 0) {                                       \
      errno = 0;                                                  \
      long probe_result = (long)(__VA_ARGS__);                    \
      _exit(probe_result >= 0 ? 0 : (errno > 0 ? errno : 255));   \
    }                                                             \
    report(name, probe_child);                                    \
  } while (0)

#define CONTAINED()        \
  do {                     \
    puts("contained");     \
    fflush(stdout);        \
  } while (0)

#endif
