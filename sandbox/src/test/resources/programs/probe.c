/* What the sandbox tests run: one static program, the first argument says what it does. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void copy(int from, int to) {
    static char buffer[1 << 16];
    ssize_t count;
    while ((count = read(from, buffer, sizeof buffer)) > 0)
        for (ssize_t done = 0; done < count;) {
            ssize_t written = write(to, buffer + done, count - done);
            if (written < 0) exit(3);
            done += written;
        }
}

static void show(const char *path) {
    int file = open(path, O_RDONLY);
    if (file < 0) {
        printf("%s: %s\n", path, strerror(errno));
        return;
    }
    fflush(stdout);
    copy(file, 1);
    close(file);
}

/* One side of a conversation, step by step. */
static int talk(char **steps) {
    char line[256];
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (; *steps; steps++) {
        const char *step = *steps, *value = strchr(step, ':');
        value = value ? value + 1 : "";
        if (!strncmp(step, "say:", 4)) {
            puts(value);
        } else if (!strcmp(step, "hear")) {
            if (!fgets(line, sizeof line, stdin)) return 90;
            fputs(line, stderr);
        } else if (!strcmp(step, "hear-the-end")) {
            if (fgets(line, sizeof line, stdin)) return 91;
        } else if (!strcmp(step, "fall-silent")) {
            close(1);
        } else if (!strncmp(step, "ask:", 4)) {
            for (long left = atol(value); left > 0; left--) {
                puts("?");
                if (!fgets(line, sizeof line, stdin)) return 90;
            }
        } else if (!strcmp(step, "answer")) {
            while (fgets(line, sizeof line, stdin)) puts("!");
        } else if (!strncmp(step, "exit:", 5)) {
            return atoi(value);
        } else if (!strcmp(step, "spin")) {
            for (volatile unsigned long i = 0;; i++);
        } else if (!strcmp(step, "hang")) {
            for (;;) pause();
        } else if (!strcmp(step, "flood")) {
            static char block[1 << 16];
            memset(block, 'x', sizeof block);
            while (write(1, block, sizeof block) > 0);
            return 92;
        } else if (!strncmp(step, "leave:", 6)) {
            FILE *file = fopen(value, "w");
            if (!file) return 93;
            fputs("left", file), fclose(file);
        } else if (!strncmp(step, "read:", 5)) {
            if (open(value, O_RDONLY) < 0) return 94;
        } else {
            return 99;
        }
    }
    return 0;
}

int main(int count, char **arguments) {
    const char *what = count > 1 ? arguments[1] : "hello";
    if (!strcmp(what, "hello")) {
        puts("hello");
        fputs("oops\n", stderr);
        return count > 2 ? atoi(arguments[2]) : 0;
    }
    if (!strcmp(what, "true")) return 0;
    if (!strcmp(what, "leave")) { /* each of these files; the exit code is the error of the first that can't be made */
        for (int i = 2; i < count; i++) {
            int file = open(arguments[i], O_WRONLY | O_CREAT | O_APPEND, 0600);
            if (file < 0 || write(file, "left", 4) != 4 || close(file) < 0) return errno;
        }
        return 0;
    }
    if (!strcmp(what, "ask")) { /* so many lines, each answered by one, then the exit code */
        char line[64];
        for (long left = strtol(arguments[2], NULL, 10); left > 0; left--) {
            puts("?");
            fflush(stdout);
            if (!fgets(line, sizeof line, stdin)) return 5;
        }
        return atoi(arguments[3]);
    }
    if (!strcmp(what, "answer")) {
        char line[64];
        while (fgets(line, sizeof line, stdin)) {
            puts("!");
            fflush(stdout);
        }
        return 0;
    }
    if (!strcmp(what, "open")) { /* the exit code is the error */
        return open(arguments[2], O_RDONLY) < 0 ? errno : 0;
    }
    if (!strcmp(what, "talk")) return talk(arguments + 2);
    if (!strcmp(what, "cat")) {
        copy(0, 1);
        return 0;
    }
    if (!strcmp(what, "show")) {
        for (int i = 2; i < count; i++) show(arguments[i]);
        return 0;
    }
    if (!strcmp(what, "build")) { /* like a compiler: the program is itself, beside a file that is not kept */
        int self = open("/probe", O_RDONLY), target = open("program", O_WRONLY | O_CREAT, 0755), rest = open("rest.o", O_WRONLY | O_CREAT, 0644);
        if (self < 0 || target < 0 || rest < 0) return 2;
        copy(self, target);
        return 0;
    }
    if (!strcmp(what, "sparse")) {
        int target = open("program", O_WRONLY | O_CREAT, 0755);
        return target < 0 || ftruncate(target, strtol(arguments[2], NULL, 10) << 20) < 0;
    }
    if (!strcmp(what, "spin"))
        for (volatile unsigned long i = 0;; i++);
    if (!strcmp(what, "sleep")) {
        puts("sleeping");
        fflush(stdout);
        for (;;) pause();
    }
    if (!strcmp(what, "memory")) {
        size_t bytes = strtoul(arguments[2], NULL, 10) << 20;
        char *taken = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (taken == MAP_FAILED) return 4;
        memset(taken, 1, bytes);
        puts("took it");
        return 0;
    }
    if (!strcmp(what, "forks")) {
        int made = 0;
        for (int i = 0; i < 200; i++) {
            pid_t child = fork();
            if (child == 0) {
                pause();
                _exit(0);
            }
            if (child > 0) made++;
        }
        printf("%d\n", made);
        return 0;
    }
    if (!strcmp(what, "daemon")) {
        if (fork() == 0) {
            setsid();
            pause();
        }
        return 0;
    }
    if (!strcmp(what, "flood")) {
        static char buffer[1 << 16];
        memset(buffer, 'x', sizeof buffer);
        for (long left = strtol(arguments[2], NULL, 10) << 20; left > 0; left -= sizeof buffer)
            if (write(1, buffer, sizeof buffer) < 0) return 3;
        return 0;
    }
    return 9;
}
