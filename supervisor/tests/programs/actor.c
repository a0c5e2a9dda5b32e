/* The program under test: does what its first argument names. Static, so that the image needs nothing else. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char **args; /* behind the name of the act */
static int arg_count;

static long number(int i) { return i < arg_count ? atol(args[i]) : 0; }

static double cpu_seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void spin(double seconds) {
    for (double end = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) + seconds; cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) < end;) {
        for (volatile int i = 0; i < 20000; i++) {}
    }
}

static void wait_forever(void) {
    for (;;) pause();
}

static int hello(void) { return printf("hello\n") < 0; }

static int quiet(void) { return 0; }

static int leave(void) { return (int)number(0); }

static int raise_signal(void) { return raise((int)number(0)), 99; }

/* Copies stdin to stdout. */
static int echo(void) {
    static char buffer[1 << 16];
    for (ssize_t got; (got = read(0, buffer, sizeof buffer)) > 0;) {
        for (ssize_t at = 0; at < got;) {
            ssize_t wrote = write(1, buffer + at, (size_t)(got - at));
            if (wrote < 0) return 1;
            at += wrote;
        }
    }
    return 0;
}

/* args: a stream and a number of bytes, repeated; then a rest of streams gets nothing. Written in chunks. */
static int emit(void) {
    char chunk[5000];
    memset(chunk, 'x', sizeof chunk);
    for (int i = 0; i + 1 < arg_count; i += 2) {
        for (long left = number(i + 1); left > 0;) {
            ssize_t wrote = write((int)number(i), chunk, (size_t)left < sizeof chunk ? (size_t)left : sizeof chunk);
            if (wrote < 0) return 1;
            left -= wrote;
        }
    }
    return 0;
}

/* Both streams at once, numbered lines, from two threads. */
static void *flood_thread(void *stream) {
    FILE *out = stream;
    for (long i = 0; i < number(0); i++) fprintf(out, "%07ld\n", i);
    fflush(out);
    return NULL;
}

static int flood(void) {
    pthread_t other;
    pthread_create(&other, NULL, flood_thread, stderr);
    flood_thread(stdout);
    return pthread_join(other, NULL);
}

static int interleave(void) {
    for (int i = 0; i < 5; i++) {
        if (write(1, "o", 1) != 1 || write(2, "e", 1) != 1) return 1;
    }
    return 0;
}

static int status(void) {
    char line[512];
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) fputs(line, stdout);
    printf("supplementary:%d\n", getgroups(0, NULL));
    printf("session:%d\nfsuid ok\n", getsid(0) == getpid());
    if ((file = fopen("/proc/self/oom_score_adj", "r")) && fgets(line, sizeof line, file)) printf("oom_score_adj:%s", line);
    struct { const char *name; int resource; } limits[] = {{"core", RLIMIT_CORE}, {"memlock", RLIMIT_MEMLOCK}, {"msgqueue", RLIMIT_MSGQUEUE},
        {"cpu", RLIMIT_CPU}, {"fsize", RLIMIT_FSIZE}, {"nofile", RLIMIT_NOFILE}, {"stack", RLIMIT_STACK}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit;
        getrlimit(limits[i].resource, &limit);
        printf("rlimit %s:%ld %ld\n", limits[i].name, (long)limit.rlim_cur, (long)limit.rlim_max);
    }
    for (int signal = 1; signal < 65; signal++) {
        struct sigaction action;
        if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL) printf("signal %d is not default\n", signal);
    }
    char folder[4096];
    printf("cwd:%s\n", getcwd(folder, sizeof folder));
    return 0;
}

static int descriptors(void) {
    for (int fd = 0; fd < 4096; fd++) {
        char path[64], target[256] = {0};
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        if (fcntl(fd, F_GETFD) >= 0 && readlink(path, target, sizeof target - 1) > 0) printf("%d %s %d\n", fd, target, fcntl(fd, F_GETFL) & O_NONBLOCK);
    }
    return 0;
}

extern char **environ;

static int environment(void) {
    for (char **entry = environ; *entry; entry++) puts(*entry);
    return 0;
}

static int arguments(void) {
    for (int i = 0; i < arg_count; i++) printf("[%s]", args[i]);
    return 0;
}

/* Opens its own streams by name, as a shell's `> /dev/stderr` does. */
static int reopen(void) {
    int out = open("/dev/stdout", O_WRONLY), in = open("/dev/stdin", O_RDONLY);
    if (out < 0 || in < 0) return printf("%s\n", strerror(errno)), 1;
    return write(out, "reopened\n", 9) != 9;
}

/* What of the supervisor can be reached. Prints what could be. */
static int reach_supervisor(void) {
    const char *files[] = {"/proc/1/mem", "/proc/1/environ", "/proc/1/fd/0", "/proc/1/fd/1", "/proc/1/maps", "/proc/1/cwd/x", "/proc/1/root/x"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (open(files[i], O_RDONLY) >= 0 || open(files[i], O_WRONLY) >= 0) printf("opened %s\n", files[i]);
    }
    if (opendir("/proc/1/fd")) printf("listed /proc/1/fd\n");
    if (kill(1, SIGKILL) == 0 || kill(1, SIGTERM) == 0 || kill(1, 0) == 0) printf("signalled\n");
    struct rlimit limit = {1, 1};
    if (prlimit(1, RLIMIT_NOFILE, &limit, NULL) == 0) printf("limited\n");
    if (setpriority(PRIO_PROCESS, 1, 19) == 0) printf("reniced\n");
    if (open("/box/x", O_CREAT | O_WRONLY, 0600) >= 0) printf("wrote /box\n");
    if (open("/box/app/x", O_CREAT | O_WRONLY, 0600) >= 0) printf("wrote /box/app\n");
    if (rename("/box/run", "/box/elsewhere") == 0) printf("moved /box/run\n");
    if (open("/dev/mqueue/x", O_CREAT | O_RDWR, 0600) >= 0) printf("made a message queue\n");
    if (open("/dev/shm/x", O_CREAT | O_RDWR, 0600) >= 0) printf("wrote /dev/shm\n");
    if (setuid(0) == 0 || setgid(0) == 0 || setreuid((uid_t)-1, getuid() - 1) == 0) printf("changed user\n");
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    if (fd >= 0 && write(fd, "-1", 2) == 2) printf("lowered oom_score_adj below the supervisor's\n");
    printf("end\n");
    return 0;
}

/* A daemon by the book: double fork, own session, no descriptors. arg 0 "stop": it stops itself; "deaf": ignores all it can. */
static int orphan(void) {
    int told[2];
    if (pipe(told) < 0) return 1;
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            for (int signal = 1; signal < 65; signal++) signal != SIGCHLD ? (void)sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, NULL) : (void)0;
            close(0), close(1), close(2);
            if (write(told[1], "x", 1) != 1) _exit(1);
            if (arg_count && strcmp(args[0], "stop") == 0) raise(SIGSTOP);
            wait_forever();
        }
        _exit(0);
    }
    char c;
    return read(told[0], &c, 1) != 1;
}

/* A child that keeps the output pipe open and goes on writing to it. */
static int chatty_orphan(void) {
    int told[2];
    if (pipe(told) < 0) return 1;
    if (fork() == 0) {
        for (bool first = true;; first = false) {
            if (write(1, "y", 1) < 0) _exit(1);
            if (first && write(told[1], "x", 1) != 1) _exit(1);
        }
    }
    char c;
    return read(told[0], &c, 1) != 1;
}

static int many_orphans(void) {
    long made = 0;
    for (long i = 0; i < number(0); i++) {
        pid_t child = fork();
        if (child == 0) wait_forever();
        made += child > 0;
    }
    printf("%ld\n", made);
    return 0;
}

static int fork_bomb(void) {
    for (;;) {
        if (fork() < 0 && errno != EAGAIN) return 1;
    }
}

static int stop_self(void) { return raise(SIGSTOP); }

static int deaf(void) {
    for (int signal = 1; signal < 65; signal++) sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    wait_forever();
    return 0;
}

static int silent_sleep(void) {
    close(0), close(1), close(2);
    wait_forever();
    return 0;
}

static int sleep_act(void) {
    wait_forever();
    return 0;
}

static int spin_act(void) {
    if (number(0) == 0) for (;;) {}
    spin((double)number(0) / 1000);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%ld\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec);
    return 0;
}

/* args: ms, children. Each child spins; arg 2 "ignore": the parent ignores SIGCHLD, so nobody's rusage gets their time; "orphan": nobody waits. */
static int spin_children(void) {
    bool ignore = arg_count > 2 && strcmp(args[2], "ignore") == 0;
    if (ignore) signal(SIGCHLD, SIG_IGN);
    for (long i = 0; i < number(1); i++) {
        if (fork() == 0) {
            spin((double)number(0) / 1000);
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {}
    return 0;
}

static _Noreturn void *spin_thread(void *unused) {
    (void)unused;
    for (;;) {}
}

static int spin_threads(void) {
    for (long i = 0; i < number(0); i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, spin_thread, NULL);
    }
    spin_thread(NULL);
    return 0;
}

/* arg 0: MiB. arg 1 "child": a child takes them, and the parent ends well. arg 2: oom_score_adj to ask for first. */
static int allocate(void) {
    if (arg_count > 2) {
        int fd = open("/proc/self/oom_score_adj", O_WRONLY);
        if (write(fd, args[2], strlen(args[2])) < 0) return 3;
    }
    if (arg_count > 1 && strcmp(args[1], "child") == 0 && fork() != 0) return wait(NULL) < 0;
    size_t size = (size_t)number(0) << 20;
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 2;
    for (size_t i = 0; i < size; i += 4096) memory[i] = 1;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%ld\n", usage.ru_maxrss * 1024);
    return 0;
}

/* args: children, MiB of each, oom_score_adj. No single process is large, and none asks to be the victim. */
static int allocate_many(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    if (write(fd, args[2], strlen(args[2])) < 0) return 3;
    size_t size = (size_t)number(1) << 20;
    for (long i = 0; i < number(0); i++) {
        if (fork() != 0) continue;
        char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (size_t at = 0; memory != MAP_FAILED && at < size; at += 4096) memory[at] = 1;
        wait_forever();
    }
    int status;
    return wait(&status) < 0 || !WIFSIGNALED(status);
}

static int read_some(void) {
    char buffer[100];
    return read(0, buffer, sizeof buffer) < 0;
}

static int close_input(void) {
    close(0);
    printf("closed\n");
    fflush(stdout);
    if (number(0)) wait_forever();
    return 0;
}

/* Answers each line of a dialogue, so that the other side can wait for it. */
static int dialogue(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        printf("got %s", line);
        fflush(stdout);
    }
    printf("end\n");
    return 0;
}

static void line_out(const char *text) { printf("%s\n", text), fflush(stdout); }

static int talk(void);

static void *talk_on(void *ignored) {
    (void)ignored;
    exit(talk());
}

/* One side of a conversation, step by step as the arguments say. */
static int talk(void) {
    char line[256];
    for (int i = 0; i < arg_count; i++) {
        const char *step = args[i], *value = strchr(step, ':');
        value = value ? value + 1 : "";
        if (strncmp(step, "say:", 4) == 0) {
            line_out(value);
        } else if (strcmp(step, "hear") == 0) {
            if (!fgets(line, sizeof line, stdin)) return 90;
            fprintf(stderr, "heard %s", line);
        } else if (strcmp(step, "hear-the-end") == 0) {
            if (fgets(line, sizeof line, stdin)) return 91;
        } else if (strcmp(step, "fall-silent") == 0) {
            close(1);
        } else if (strcmp(step, "pause") == 0) {
            usleep(400000);
        } else if (strcmp(step, "thread") == 0) { /* which goes on alone */
            pthread_t thread;
            args += i + 1, arg_count -= i + 1;
            if (pthread_create(&thread, NULL, talk_on, NULL)) return 95;
            pthread_exit(NULL);
        } else if (strncmp(step, "ask:", 4) == 0) {
            for (long left = atol(value); left > 0; left--) {
                line_out("?");
                if (!fgets(line, sizeof line, stdin)) return 90;
            }
        } else if (strcmp(step, "answer") == 0) {
            while (fgets(line, sizeof line, stdin)) line_out("!");
        } else if (strncmp(step, "exit:", 5) == 0) {
            return atoi(value);
        } else if (strcmp(step, "crash") == 0) {
            raise(SIGSEGV);
        } else if (strcmp(step, "spin") == 0) {
            for (;;) {}
        } else if (strcmp(step, "hang") == 0) {
            for (;;) pause();
        } else if (strcmp(step, "flood") == 0) {
            static char block[65536];
            signal(SIGPIPE, SIG_IGN);
            for (int blocks = 0; blocks < 100; blocks++) {
                if (write(1, block, sizeof block) < 0) return errno;
            }
        } else if (strncmp(step, "leave:", 6) == 0) {
            FILE *file = fopen(value, "a");
            if (!file) return errno;
            fprintf(file, "left"), fclose(file);
        } else if (strncmp(step, "read:", 5) == 0) {
            if (open(value, O_RDONLY) < 0) return errno;
        } else if (strcmp(step, "reopen") == 0) {
            static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
            for (int fd = 0; fd < 3; fd++) {
                int again = open(names[fd], fd ? O_WRONLY : O_RDONLY);
                if (again < 0 || dup2(again, fd) != fd || close(again) < 0) return errno;
            }
        } else if (strcmp(step, "child") == 0) {
            if (fork() == 0) for (;;) pause();
        } else {
            return 99;
        }
    }
    return 0;
}

static void touch(const char *path) { close(open(path, O_CREAT | O_WRONLY, 0600)); }

/* Leaves in the given folder all that makes cleaning hard. */
static int litter(void) {
    if (chdir(args[0]) < 0) return 1;
    const char *kind = args[1];
    if (strcmp(kind, "file") == 0) {
        touch("file");
    } else if (strcmp(kind, "locked") == 0) {
        mkdir("a", 0700), mkdir("a/b", 0700), touch("a/b/c");
        chmod("a/b/c", 0), chmod("a/b", 0), chmod("a", 0);
        return strcmp(args[0], "/tmp") != 0 && chmod(args[0], 0) < 0;
    } else if (strcmp(kind, "deep") == 0) {
        for (long i = 0; i < number(2); i++) {
            if (mkdir("dir", 0700) < 0 || chdir("dir") < 0) return printf("%ld %s\n", i, strerror(errno)), 2;
            if (i % 7 == 0) touch("file"), touch(".lifted-1");
        }
        chmod(".", 0);
    } else if (strcmp(kind, "inodes") == 0) {
        char name[64];
        long i = 0;
        for (;; i++) {
            snprintf(name, sizeof name, "%ld", i);
            if ((i % 2 ? mkdir(name, 0) : mknod(name, S_IFREG | 0600, 0)) < 0) break;
        }
        if (errno != ENOSPC) return 2;
        printf("%ld\n", i);
    } else if (strcmp(kind, "space") == 0) {
        char block[65536] = {1};
        int fd = open("full", O_CREAT | O_WRONLY, 0600);
        while (write(fd, block, sizeof block) > 0) {}
        if (errno != ENOSPC) return 2;
    } else if (strcmp(kind, "odd") == 0) {
        touch("new\nline"), touch("-rf"), touch(" "), touch("\x1b[2J"), touch("\xff\xfe"), touch(".lifted-0");
        mkdir(".lifted-2", 0), mkfifo("pipe", 0600), symlink("/etc/passwd", "link"), symlink("nowhere", "dangling"), symlink("..", "up"), symlink("loop", "loop");
        mkdir("full", 0700), mkdir("full/sub", 0700), symlink("/proc/self/root", "full/sub/root");
        char name[256];
        memset(name, 'n', 255), name[255] = 0;
        touch(name), link(name, "hard");
        struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (fd >= 0) bind(fd, (struct sockaddr *)&address, sizeof address);
    }
    return 0;
}

/* What is there in the folders a program may write to. */
static void list(const char *path) {
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] != '.' || entry->d_name[1] > '.') printf("%s/%s\n", path, entry->d_name);
    }
}

static int look(void) {
    list("/box/run"), list("/tmp");
    struct stat run;
    if (stat("/box/run", &run) == 0) printf("%d %d %o\n", run.st_uid == getuid(), run.st_gid == getgid(), run.st_mode & 07777);
    return 0;
}

/* A compile step with bad intent: leaves results and what should not stay. */
static int compile(void) {
    struct stat here;
    if (stat(".", &here) < 0 || here.st_uid != getuid()) return 3;
    FILE *file = fopen("program", "w");
    fprintf(file, "result"), fclose(file), chmod("program", 0777);
    mkdir("out", 0777), chmod("out", 0777), mkdir("out/deep", 0777), mkdir("out/empty", 0777);
    file = fopen("out/deep/x.class", "w"), fprintf(file, "class"), fclose(file), chmod("out/deep/x.class", 0666);
    touch("out/deep/x.tmp");
    symlink("/etc/passwd", "out/deep/link.class"), symlink("/etc", "out/etc"), symlink("/bin/actor", "program2");
    mkfifo("out/pipe.class", 0666);
    touch("/tmp/left-by-the-compiler");
    chmod(".", 0777);
    struct stat source;
    printf("%d", stat("main.c", &source) == 0 && source.st_uid == getuid());
    return (int)number(0);
}

static int read_file(void) {
    char buffer[4096];
    int fd = open(args[0], O_RDONLY);
    ssize_t got = fd < 0 ? -1 : read(fd, buffer, sizeof buffer);
    if (got < 0) return printf("%s\n", strerror(errno)), 1;
    return write(1, buffer, (size_t)got) != got;
}

static int try_write(void) {
    for (int i = 0; i < arg_count; i++) printf("%s %s\n", args[i], open(args[i], O_WRONLY | O_CREAT, 0600) < 0 ? strerror(errno) : "written");
    return 0;
}

static int big_file(void) {
    char block[65536] = {1};
    int fd = open("big", O_CREAT | O_WRONLY, 0600);
    while (write(fd, block, sizeof block) > 0) {}
    return errno;
}

static int call(void) { /* a system call by number, to be refused */
    return syscall(number(0), number(1), number(2), number(3)) < 0 ? errno : 0;
}

int main(int count, char **argv) {
    static const struct { const char *name; int (*play)(void); } acts[] = {
        {"hello", hello}, {"quiet", quiet}, {"exit", leave}, {"raise", raise_signal}, {"echo", echo}, {"emit", emit}, {"flood", flood},
        {"interleave", interleave}, {"status", status}, {"descriptors", descriptors}, {"environment", environment}, {"arguments", arguments},
        {"reopen", reopen}, {"reach-supervisor", reach_supervisor}, {"orphan", orphan}, {"chatty-orphan", chatty_orphan},
        {"many-orphans", many_orphans}, {"fork-bomb", fork_bomb}, {"stop", stop_self}, {"deaf", deaf}, {"silent-sleep", silent_sleep},
        {"sleep", sleep_act}, {"spin", spin_act}, {"spin-children", spin_children}, {"spin-threads", spin_threads}, {"allocate", allocate}, {"allocate-many", allocate_many},
        {"read-some", read_some}, {"close-input", close_input}, {"dialogue", dialogue}, {"talk", talk}, {"litter", litter}, {"look", look},
        {"compile", compile}, {"read-file", read_file}, {"try-write", try_write}, {"big-file", big_file}, {"call", call},
    };
    args = argv + 2;
    arg_count = count - 2;
    for (size_t i = 0; count > 1 && i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(argv[1], acts[i].name) == 0) return acts[i].play();
    }
    fprintf(stderr, "unknown act\n");
    return 98;
}
