#include "probe.h"

int main(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0) {
    struct iovec one = {scratch, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1};
    PROBE("send(MSG_OOB)", send(ends[0], "x", 1, MSG_OOB));
    PROBE("sendmsg(MSG_OOB)", sendmsg(ends[0], &message, MSG_OOB));
    PROBE("recv(MSG_OOB)", ({ send(ends[0], "x", 1, MSG_OOB); recv(ends[1], scratch, 1, MSG_OOB | MSG_DONTWAIT); }));
  }
  CONTAINED();
  return 0;
}
