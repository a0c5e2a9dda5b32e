#include <pthread.h>
#include <unistd.h>

static void *burn(void *unused) {
  for (volatile unsigned i = 0;; i++) {
  }
  return unused;
}

int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, burn, NULL);
  sleep(60);
  return 0;
}
