#include "probe.h"

int main(void) {
  close(open("mine", O_CREAT | O_WRONLY, 0644));
  PROBE("chown to root", chown("mine", 0, 0));
  PROBE("chown to another", chown("mine", getuid() - 1, -1));
  PROBE("chmod of the program's folder", chmod("/box/app", 0777));
  PROBE("chmod of /tmp", chmod("/tmp", 0777));
  PROBE("rename into the program's folder", rename("mine", "/box/app/mine"));
  PROBE("hard link of a file of the image", link("/etc/passwd", "/tmp/passwd"));
  PROBE("hard link of a program", link("/box/app/program", "/box/run/program"));
  CONTAINED();
  return 0;
}
