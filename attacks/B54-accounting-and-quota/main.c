#include "probe.h"

int main(void) {
  PROBE("quotactl", syscall(SYS_quotactl, 0x800002, "/dev/sda", 0, scratch));
  PROBE("acct", syscall(SYS_acct, "/tmp/acct"));
  PROBE("swapon", syscall(SYS_swapon, "/tmp/swap", 0));
  PROBE("swapoff", syscall(SYS_swapoff, "/dev/sda1"));
  PROBE("sethostname", sethostname("pwned", 5));
  PROBE("setdomainname", setdomainname("pwned", 5));
  PROBE("vhangup", syscall(SYS_vhangup));
  PROBE("settimeofday", syscall(SYS_settimeofday, scratch, 0));
  PROBE("adjtimex that sets", ({ ((int *)scratch)[0] = 1; syscall(SYS_adjtimex, scratch); }));
  PROBE("clock_adjtime that sets", syscall(SYS_clock_adjtime, 0, scratch));
  PROBE("delete_module", syscall(SYS_delete_module, "x", 0));
  PROBE("finit_module", syscall(SYS_finit_module, 0, "", 0));
  PROBE("kexec_file_load", syscall(SYS_kexec_file_load, 0, 0, 0, "", 0));
  PROBE("lookup_dcookie", syscall(SYS_lookup_dcookie, 0, scratch, 64));
  PROBE("nfsservctl", syscall(SYS_nfsservctl, 0, 0, 0));
  CONTAINED();
  return 0;
}
