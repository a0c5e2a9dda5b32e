#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void spare(void) {
  for (int score = -1000; score <= 1000; score += 10) {
    char text[16];
    int file = open("/proc/self/oom_score_adj", O_WRONLY);
    int length = snprintf(text, sizeof text, "%d", score);
    if (file >= 0 && write(file, text, length) == length) {
      close(file);
      return;
    }
    close(file);
  }
}

int main(void) {
  static char block[1 << 16];
  spare();
  for (int child = 0; child < 24; child++) {
    if (fork() == 0) {
      for (;;) {
        int ends[2];
        if (pipe2(ends, O_NONBLOCK) < 0) {
          pause();
        }
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        while (write(ends[1], block, sizeof block) > 0) {
        }
      }
    }
  }
  while (wait(NULL) > 0) {
  }
  return 0;
}
