#include "probe.h"
#include <sys/epoll.h>
#include <sys/inotify.h>

int main(void) {
  int epolls = 0, watches = 0, instances = 0;
  int last = -1;
  for (int fd; (fd = inotify_init1(0)) >= 0; instances++) last = fd;
  for (char path[64]; last >= 0 && watches < 100000; watches++) {
    snprintf(path, sizeof path, "/proc/self/fd/%d", watches % 16);
    if (inotify_add_watch(last, path, IN_OPEN) < 0) break;
  }
  while (epoll_create1(0) >= 0) epolls++;
  printf("%d inotify instances, %d watches, %d epoll instances\n", instances, watches, epolls);
  if (instances + epolls > 8192) puts("PWNED instances without end");
  CONTAINED();
  return 0;
}
