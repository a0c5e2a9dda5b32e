#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *idle(void *unused) {
  pause();
  return unused;
}

int main(void) {
  pthread_t thread;
  int threads = 0;
  while (threads < 100000 && pthread_create(&thread, NULL, idle, NULL) == 0) threads++;
  puts(threads < 1000 ? "contained" : "PWNED threads without end");
  fflush(stdout);
  _exit(0);
}
