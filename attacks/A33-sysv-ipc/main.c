#include "probe.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(void) {
  PROBE("shmget", shmget(0x6b6579, 4096, IPC_CREAT | 0666));
  PROBE("semget", semget(0x6b6579, 1, IPC_CREAT | 0666));
  PROBE("msgget", msgget(0x6b6579, IPC_CREAT | 0666));
  CONTAINED();
  return 0;
}
