#include "probe.h"

int main(void) {
  PROBE("PR_SET_MM", prctl(35, 8, scratch, 0, 0));
  PROBE("PR_SET_PTRACER", prctl(0x59616d61, 1, 0, 0, 0));
  PROBE("PR_CAPBSET_DROP of nothing", prctl(24, 0, 0, 0, 0));
  PROBE("PR_CAP_AMBIENT_RAISE", prctl(47, 2, 21, 0, 0));
  PROBE("PR_SET_SECUREBITS", prctl(28, 1, 0, 0, 0));
  PROBE("PR_SET_KEEPCAPS, then capset", ({
    struct { unsigned version; int pid; } header = {0x20080522, 0};
    unsigned data[6] = {1u << 21, 1u << 21, 0, 0, 0, 0};
    prctl(8, 1, 0, 0, 0);
    syscall(SYS_capset, &header, data);
  }));
  PROBE("PR_SET_NO_NEW_PRIVS off", prctl(38, 0, 0, 0, 0));
  PROBE("PR_TASK_PERF_EVENTS_DISABLE, PR_SET_IO_FLUSHER", prctl(57, 1, 0, 0, 0));
  PROBE("PR_SCHED_CORE", prctl(62, 1, 0, 0, 0));
  CONTAINED();
  return 0;
}
