#include "probe.h"

int main(void) {
  PROBE("/dev/tty", open("/dev/tty", O_RDWR));
  for (int fd = 0; fd < 3; fd++) {
    char key = 'x', console[] = {2};
    PROBE("TIOCSTI", ioctl(fd, 0x5412, &key));
    PROBE("TIOCLINUX", ioctl(fd, 0x541C, console));
    PROBE("TIOCCONS", ioctl(fd, 0x541D, 0));
  }
  PROBE("TIOCSTI on a terminal of its own", ({
    char key = 'x';
    int terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY);
    terminal < 0 ? -1 : ioctl(terminal, 0x5412, &key);
  }));
  CONTAINED();
  return 0;
}
