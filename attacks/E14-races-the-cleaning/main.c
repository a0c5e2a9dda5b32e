#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  char word[16] = "";
  if (scanf("%15s", word) == 1 && strcmp(word, "look") == 0) {
    if (access("/tmp/a", F_OK) == 0 || access("/tmp/b", F_OK) == 0) puts("PWNED");
    puts("contained");
    return 0;
  }
  for (int i = 0; i < 24; i++) {
    if (fork() == 0) {
      setsid();
      for (;;) {
        mkdir("/tmp/a", 0700);
        rename("/tmp/a", "/tmp/b");
        symlink("/etc", "/tmp/a");
        close(open("/tmp/b/x", O_CREAT, 0));
        unlink("/tmp/a");
        rmdir("/tmp/b");
        if (fork() > 0) _exit(0);
      }
    }
  }
  usleep(100000);
  puts("contained");
  return 0;
}
