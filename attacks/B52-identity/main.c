#include "probe.h"
#include <grp.h>
#include <sys/fsuid.h>

int main(void) {
  uid_t me = getuid();
  PROBE("setuid(0)", setuid(0));
  PROBE("setgid(0)", setgid(0));
  PROBE("setresuid of the run before", setresuid(me - 1, me - 1, me - 1));
  PROBE("setresuid of the run after", setresuid(me + 1, me + 1, me + 1));
  PROBE("setgroups", setgroups(0, NULL));
  PROBE("setgid of the box group", ({
    int result = -1;
    for (gid_t group = me - 1; group > me - 64; group--) {
      if (setgid(group) == 0) result = 0;
    }
    result;
  }));
  setfsuid(0);
  if (setfsuid(-1) == 0) puts("PWNED file system user");
  CONTAINED();
  return 0;
}
