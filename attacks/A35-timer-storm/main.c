#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static volatile unsigned long ticks;
static void tick(int unused) { (void)unused; ticks++; }

int main(void) {
  struct itimerspec every = {{0, 1000}, {0, 1000}};
  struct itimerval often = {{0, 1}, {0, 1}};
  timer_t timer;
  int timers = 0, files = 0;
  signal(SIGALRM, tick);
  signal(SIGRTMIN, tick);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
  while (timers < 100000 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0) {
    timer_settime(timer, 0, &every, NULL);
    timers++;
  }
  for (int fd; (fd = timerfd_create(CLOCK_MONOTONIC, 0)) >= 0; files++) timerfd_settime(fd, 0, &every, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
  for (;;) pause();
}
