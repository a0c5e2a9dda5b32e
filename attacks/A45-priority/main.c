#include "probe.h"
#include <sched.h>
#include <sys/resource.h>

int main(void) {
  struct sched_param param = {.sched_priority = 10};
  struct { unsigned size, policy; unsigned long flags; int nice; unsigned priority; unsigned long runtime, deadline, period; }
      deadline = {48, 6, 0, 0, 0, 10000000, 30000000, 30000000};
  PROBE("setpriority(-20)", setpriority(PRIO_PROCESS, 0, -20));
  PROBE("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &param));
  PROBE("SCHED_RR", sched_setscheduler(0, SCHED_RR, &param));
  PROBE("SCHED_DEADLINE", syscall(SYS_sched_setattr, 0, &deadline, 0));
  PROBE("ioprio real time", syscall(SYS_ioprio_set, 1, 0, (1 << 13) | 0));
  PROBE("niceness of PID 1", setpriority(PRIO_PROCESS, 1, 19));
  CONTAINED();
  return 0;
}
