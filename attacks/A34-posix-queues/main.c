#include "probe.h"
#include <mqueue.h>

int main(void) {
  PROBE("mq_open", mq_open("/glovebox-pwned", O_CREAT | O_RDWR, 0666, NULL));
  PROBE("file in /dev/mqueue", open("/dev/mqueue/glovebox-pwned", O_CREAT | O_RDWR, 0666));
  CONTAINED();
  return 0;
}
