#include "probe.h"

int main(void) {
  const char *files[] = {"/proc/1/mem", "/proc/1/oom_score_adj", "/proc/1/oom_adj", "/proc/1/comm", "/proc/1/clear_refs", "/proc/1/timerslack_ns",
                         "/proc/1/coredump_filter", "/proc/1/uid_map", "/proc/1/gid_map", "/proc/1/setgroups", "/proc/1/loginuid", "/proc/1/sched",
                         "/proc/1/autogroup", "/proc/1/attr/current", "/proc/1/task/1/comm"};
  for (unsigned i = 0; i < sizeof files / sizeof *files; i++) PROBE(files[i], ({ int fd = open(files[i], O_WRONLY); fd < 0 ? -1 : write(fd, "0", 1); }));
  CONTAINED();
  return 0;
}
