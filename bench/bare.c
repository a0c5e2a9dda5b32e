/*
 * Runs a command again and again without any sandbox but a chroot into the same files, and prints what each run took.
 * The measure that the service is compared with: fork, exec, wait.
 *
 *   bare --root DIR --count N [--warmup N] [--stdin FILE] [--directory DIR] [--environment NAME=VALUE]... -- COMMAND [ARGUMENT...]
 *
 * One line of JSON a run: wall time and rusage in microseconds, largest resident set in bytes, and how it ended.
 * Output of the command is drained and counted. Needs root, for chroot; run only trusted programs with it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ENVIRONMENT = 32 };

struct plan {
  const char *root;
  const char *input;
  const char *directory;
  char *environment[MOST_ENVIRONMENT + 1];
  int environment_size;
  long count;
  long warmup;
  char **command;
};

static void die(const char *what) {
  fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
  exit(2);
}

static long long now_micros(void) {
  struct timespec t;
  if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) die("clock_gettime");
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long micros(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

static long positive(const char *text, const char *option) {
  char *end = NULL;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < 0) {
    fprintf(stderr, "bare: %s needs a number, not '%s'\n", option, text);
    exit(2);
  }
  return value;
}

static void become_program(const struct plan *plan, int input, int output) {
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) die("dup2");
  if (chroot(plan->root) != 0) die(plan->root);
  if (chdir(plan->directory) != 0) die(plan->directory);
  execve(plan->command[0], plan->command, plan->environment);
  die(plan->command[0]);
}

static void run_once(const struct plan *plan, int print) {
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) != 0) die("pipe2");
  int input = open(plan->input, O_RDONLY | O_CLOEXEC);
  if (input < 0) die(plan->input);

  long long from = now_micros();
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) become_program(plan, input, pipes[1]);
  close(pipes[1]);
  close(input);

  char buffer[65536];
  long long written = 0;
  for (;;) {
    ssize_t got = read(pipes[0], buffer, sizeof buffer);
    if (got > 0) {
      written += got;
    } else if (got == 0) {
      break;
    } else if (errno != EINTR) {
      die("read");
    }
  }
  int status = 0;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) die("wait4");
  }
  long long wall = now_micros() - from;
  close(pipes[0]);
  if (!print) return;
  printf("{\"wallMicros\":%lld,\"userMicros\":%lld,\"systemMicros\":%lld,\"maxResidentBytes\":%lld,\"outputBytes\":%lld,"
         "\"exitCode\":%d,\"signal\":%d}\n",
         wall, micros(usage.ru_utime), micros(usage.ru_stime), usage.ru_maxrss * 1024LL, written,
         WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  fflush(stdout);
}

int main(int argc, char **argv) {
  struct plan plan = {.input = "/dev/null", .directory = "/", .count = 1};
  static const struct option options[] = {
      {"root", required_argument, NULL, 'r'},      {"count", required_argument, NULL, 'n'},
      {"warmup", required_argument, NULL, 'w'},    {"stdin", required_argument, NULL, 'i'},
      {"directory", required_argument, NULL, 'd'}, {"environment", required_argument, NULL, 'e'},
      {NULL, 0, NULL, 0},
  };
  int option;
  while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
    switch (option) {
      case 'r': plan.root = optarg; break;
      case 'n': plan.count = positive(optarg, "--count"); break;
      case 'w': plan.warmup = positive(optarg, "--warmup"); break;
      case 'i': plan.input = optarg; break;
      case 'd': plan.directory = optarg; break;
      case 'e':
        if (plan.environment_size == MOST_ENVIRONMENT) {
          fprintf(stderr, "bare: at most %d --environment\n", MOST_ENVIRONMENT);
          return 2;
        }
        plan.environment[plan.environment_size++] = optarg;
        break;
      default: return 2;
    }
  }
  plan.command = argv + optind;
  if (plan.root == NULL || plan.command[0] == NULL) {
    fprintf(stderr, "bare: --root and a command are needed\n");
    return 2;
  }
  for (long i = 0; i < plan.warmup; i++) run_once(&plan, 0);
  for (long i = 0; i < plan.count; i++) run_once(&plan, 1);
  return 0;
}
