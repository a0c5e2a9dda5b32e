/* Unit tests of everything that is pure: frames, fields, paths, patterns, the kernel's counters. Built with ASan and UBSan. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/cgroup.h"
#include "../src/cputime.h"
#include "../src/glob.h"
#include "../src/transcript.h"
#include "../src/tree.h"
#include "../src/wire.h"

static int failures, checks;

static void check(bool holds, const char *what, int line) {
    checks++;
    if (holds) return;
    failures++;
    fprintf(stderr, "unit.c:%d: %s\n", line, what);
}

#define CHECK(condition) check(condition, #condition, __LINE__)

/* An exact-size copy on the heap, so that ASan sees every byte read beyond it. */
static uint8_t *copy(const void *data, size_t size) {
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes) abort();
    memcpy(bytes, data, size);
    return bytes;
}

static enum frame_state parse(const char *data, size_t size, struct frame *frame) {
    uint8_t *bytes = copy(data, size);
    enum frame_state state = frame_parse(bytes, size, frame);
    free(bytes);
    return state;
}

static void integers(void) {
    uint8_t bytes[14];
    store64(store32(store16(bytes, 0x0102), 0x03040506), 0x0708090a0b0c0d0eu);
    for (uint8_t i = 0; i < sizeof bytes; i++) CHECK(bytes[i] == i + 1);
    CHECK(load16(bytes) == 0x0102);
    CHECK(load32(bytes + 2) == 0x03040506);
    CHECK(load64(bytes + 6) == 0x0708090a0b0c0d0eu);
    memset(bytes, 0xff, sizeof bytes);
    CHECK(load16(bytes) == 0xffff && load32(bytes) == 0xffffffffu && load64(bytes) == UINT64_MAX);
}

static void frames(void) {
    struct frame frame;
    CHECK(parse("", 0, &frame) == FRAME_INCOMPLETE);
    CHECK(parse("\0\0\0", 3, &frame) == FRAME_INCOMPLETE);
    CHECK(parse("\0\0\0\0", 4, &frame) == FRAME_MALFORMED);
    CHECK(parse("\0\0\0\1", 4, &frame) == FRAME_INCOMPLETE);
    CHECK(parse("\0\0\0\1\7", 5, &frame) == FRAME_COMPLETE && frame.type == PING && frame.size == 0 && frame.total == 5);
    CHECK(parse("\0\0\0\2\7", 5, &frame) == FRAME_INCOMPLETE);
    CHECK(parse("\0\0\0\2\7ab", 7, &frame) == FRAME_COMPLETE && frame.size == 1 && frame.total == 6);
    CHECK(parse("\0\x10\0\x40", 4, &frame) == FRAME_INCOMPLETE);
    CHECK(parse("\0\x10\0\x41", 4, &frame) == FRAME_MALFORMED);
    CHECK(parse("\xff\xff\xff\xff", 4, &frame) == FRAME_MALFORMED);
}

static const char *check_frame(uint8_t type, const char *body, size_t size) {
    uint8_t *bytes = copy(body, size);
    struct frame frame = {.type = type, .body = bytes, .size = size, .total = size + 5};
    const char *wrong = frame_check(&frame);
    free(bytes);
    return wrong;
}

static void shapes(void) {
    CHECK(!check_frame(INSTALL, "", 0) && !check_frame(INSTALL, "\1", 1) && check_frame(INSTALL, "\2", 1) && check_frame(INSTALL, "\1\1", 2));
    CHECK(!check_frame(FETCH, "", 0) && check_frame(FETCH, "x", 1));
    CHECK(!check_frame(KILL, "1234", 4) && check_frame(KILL, "123", 3) && check_frame(KILL, "12345", 5));
    CHECK(!check_frame(STDIN, "1234", 4) && !check_frame(STDIN, "12345", 5) && check_frame(STDIN, "123", 3));
    char text[65] = {0};
    CHECK(!check_frame(PING, text, 0) && !check_frame(PING, text, 64) && check_frame(PING, text, 65));
    CHECK(check_frame(0, "", 0) && check_frame(9, "", 0) && check_frame(HELLO, "", 0) && check_frame(0xff, "", 0));
    CHECK(!check_frame(STAGE, "\0\0\1x", 4) && !check_frame(STAGE, "\3\0\1xdata", 8));
    CHECK(!check_frame(STAGE, "\4\0\1x", 4) && check_frame(STAGE, "\4\0\1xdata", 8) && check_frame(STAGE, "\5\0\1x", 4) && check_frame(STAGE, "\6\0\1x", 4));
    CHECK(check_frame(STAGE, "\0\0", 2) && check_frame(STAGE, "\0\0\2x", 4) && check_frame(STAGE, "\10\0\1x", 4) && check_frame(STAGE, "\0\0\0x", 4));
}

static bool path(const char *text) {
    uint8_t *bytes = copy(text, strlen(text));
    bool valid = path_valid(bytes, strlen(text));
    free(bytes);
    return valid;
}

static void paths(void) {
    const char *good[] = {"a", "a/b", "...", "a/..b", ".hidden", "a b", "-rf", "a/b/c.d"};
    const char *bad[] = {"", "/", "/a", "a/", "a//b", ".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "a/b/.."};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) check(path(good[i]), good[i], __LINE__);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check(!path(bad[i]), bad[i], __LINE__);
    CHECK(!path_valid((const uint8_t *)"a\0b", 3));
    char text[1100];
    memset(text, 'a', sizeof text);
    CHECK(path_valid((uint8_t *)text, 255) && !path_valid((uint8_t *)text, 256));
    for (size_t i = 200; i < sizeof text; i += 200) text[i] = '/';
    CHECK(path_valid((uint8_t *)text, 1024) && !path_valid((uint8_t *)text, 1025));
}

/* A RUN body under construction, with room behind it for the decoder's NUL. */
struct body {
    uint8_t bytes[4096];
    size_t size;
};

static void add(struct body *body, uint16_t tag, const void *value, size_t size) {
    uint8_t *at = store32(store16(body->bytes + body->size, tag), (uint32_t)size);
    memcpy(at, value, size);
    body->size += FIELD_HEADER + size;
}

static void add64(struct body *body, uint16_t tag, uint64_t value) {
    uint8_t bytes[8];
    store64(bytes, value);
    add(body, tag, bytes, 8);
}

static struct body minimal(void) {
    struct body body = {.size = 0};
    add(&body, 1, "\0\0\0\x2a", 4);
    add(&body, 2, "\2", 1);
    add64(&body, 6, 1000), add64(&body, 7, 1), add64(&body, 8, 2), add64(&body, 9, 3), add64(&body, 10, 4), add64(&body, 11, UINT64_MAX);
    add(&body, 3, "prog", 4);
    return body;
}

static struct run_request request;

static const char *decode(const struct body *body) {
    static uint8_t *kept; /* the request points into it */
    free(kept);
    kept = copy(body->bytes, body->size + 1);
    return run_decode(kept, body->size, &request);
}

static void run_fields(void) {
    struct body body = minimal();
    CHECK(!decode(&body));
    CHECK(request.id == 42 && request.phase == PHASE_PROGRAM && request.wall_us == 1000 && !request.cpu_limited);
    CHECK(request.output_limit[0] == 1 && request.output_limit[1] == 2 && request.file_size == 3 && request.open_files == 4 && request.stack == UINT64_MAX);
    CHECK(request.arguments == 1 && strcmp(request.argv[0], "prog") == 0 && !request.argv[1] && !request.envp[0]);
    CHECK(request.input_mode == INPUT_EMPTY && !request.drain_overflow && !request.merge && request.keeps == 0);

    add(&body, 3, "", 0), add(&body, 3, "b c", 3), add(&body, 4, "A=", 2), add(&body, 4, "B=1=2", 5);
    add64(&body, 5, 7), add(&body, 12, "\1", 1), add(&body, 13, "in\0put", 6), add(&body, 14, "\1", 1), add(&body, 16, "\1", 1);
    CHECK(!decode(&body));
    CHECK(request.arguments == 3 && strcmp(request.argv[1], "") == 0 && strcmp(request.argv[2], "b c") == 0 && !request.argv[3]);
    CHECK(request.variables == 2 && strcmp(request.envp[0], "A=") == 0 && strcmp(request.envp[1], "B=1=2") == 0 && !request.envp[2]);
    CHECK(request.cpu_limited && request.cpu_us == 7 && request.drain_overflow && request.merge);
    CHECK(request.input.size == 6 && memcmp(request.input.at, "in\0put", 6) == 0);

    /* Every truncation is refused or lacks a mandatory field; none is read beyond. */
    struct body whole = minimal();
    for (size_t size = 0; size < whole.size; size++) {
        struct body part = whole;
        part.size = size;
        CHECK(decode(&part));
    }
    struct { uint16_t tag; const char *value; size_t size; } wrong[] = {
        {0, "", 0}, {17, "", 0}, {0xffff, "", 0},              /* unknown */
        {1, "\0\0\0\1", 4}, {2, "\1", 1}, {6, "12345678", 8},  /* repeated */
        {5, "1234567", 7}, {12, "", 0}, {14, "12", 2},         /* wrong size */
        {12, "\3", 1}, {14, "\2", 1}, {16, "\2", 1},           /* wrong value */
        {3, "a\0b", 3}, {4, "A=\0", 3}, {4, "A", 1}, {4, "=b", 2}, {4, "", 0},
        {13, "x", 1},                                          /* not announced */
        {15, "x", 1},                                          /* not a compile */
        {5, "\x7f\xff\xff\xff\xff\xff\xff\xff", 8},            /* too large for a clock */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct body spoiled = minimal();
        add(&spoiled, wrong[i].tag, wrong[i].value, wrong[i].size);
        CHECK(decode(&spoiled));
    }
    struct body nameless = minimal();
    nameless.size -= 4 + FIELD_HEADER;
    add(&nameless, 3, "", 0);
    CHECK(decode(&nameless));
    struct body compile = minimal();
    compile.bytes[4 + FIELD_HEADER + FIELD_HEADER] = PHASE_COMPILE;
    add(&compile, 15, "*.class", 7);
    CHECK(!decode(&compile) && request.phase == PHASE_COMPILE && request.keeps == 1 && request.keep[0].size == 7);
    struct body collecting = minimal();
    add(&collecting, 15, "*.txt", 5);
    CHECK(decode(&collecting));
    add(&collecting, 17, "\0\0\0\0\0\0\1\0", 8);
    CHECK(!decode(&collecting) && request.collect_max == 256 && request.keeps == 1);
    struct body judging = minimal();
    add(&judging, 18, "\x2a", 1), add(&judging, 18, "\0", 1), add64(&judging, 19, TRANSCRIPT_MAX);
    CHECK(!decode(&judging) && request.judges && request.accept[42] && request.accept[0] && !request.accept[1] && request.transcript_max == TRANSCRIPT_MAX);
    struct body talkative = minimal();
    add64(&talkative, 19, TRANSCRIPT_MAX + 1);
    CHECK(decode(&talkative));
    add64(&collecting, 20, 100);
    CHECK(!decode(&collecting) && request.collect_max == 256 && request.collect_file_max == 100);
    struct body bounded = minimal();
    add64(&bounded, 20, 100);
    CHECK(decode(&bounded));
    struct body aimless = minimal();
    add(&aimless, 17, "\0\0\0\0\0\0\1\0", 8);
    CHECK(decode(&aimless));
}

static bool matches(const char *pattern, const char *text) { return glob_match(pattern, strlen(pattern), text, strlen(text)); }

static bool reaches(const char *pattern, const char *folder) { return glob_reaches_into(pattern, strlen(pattern), folder, strlen(folder)); }

static void globs(void) {
    CHECK(matches("a", "a") && !matches("a", "b") && !matches("a", "aa") && !matches("a", "a/a"));
    CHECK(matches("*", "abc") && !matches("*", "a/b") && matches("*.class", "A.class") && matches("*.class", ".class") && !matches("*.class", "x/A.class"));
    CHECK(matches("a*b*c", "aXbYc") && matches("a*b*c", "abbcbc") && !matches("a*b*c", "aXbYd"));
    CHECK(matches("?", "x") && !matches("?", "") && !matches("?", "xy") && !matches("a?b", "a/b"));
    CHECK(matches("**", "a") && matches("**", "a/b/c"));
    CHECK(matches("**/*.o", "x.o") && matches("**/*.o", "a/b/x.o") && !matches("**/*.o", "a/b/x.c"));
    CHECK(matches("a/**/b", "a/b") && matches("a/**/b", "a/x/y/b") && !matches("a/**/b", "a/x/y/c") && !matches("a/**/b", "x/a/b"));
    CHECK(matches("**/a/**/b", "a/a/b/b") && matches("**/a/*/b", "a/a/x/b") && !matches("**/a/*/b", "a/b"));
    CHECK(matches("a/**", "a/b") && matches("out/**/x.class", "out/deep/er/x.class") && !matches("out/**", "in/x"));
    CHECK(!matches("", "a") && !matches("a/", "b"));
    char pattern[300], text[600]; /* what would take a naive matcher for ever */
    memset(text, 'a', sizeof text);
    for (int i = 0; i < 150; i++) memcpy(pattern + 2 * i, "a*", 2);
    CHECK(!glob_match(pattern, 299, text, 10) && glob_match(pattern, 300, text, 600));
    for (int i = 0; i < 60; i++) memcpy(pattern + 5 * i, "**/a/", 5);
    for (int i = 0; i < 300; i++) memcpy(text + 2 * i, "a/", 2);
    pattern[298] = 'b';
    CHECK(!glob_match(pattern, 299, text, 599));
    CHECK(reaches("a/b", "a") && !reaches("a", "a") && !reaches("a/b", "b") && !reaches("*.class", "x"));
    CHECK(reaches("**/x", "any/where") && reaches("a/**", "a/b/c") && reaches("*/y", "x") && !reaches("*/y", "x/y"));
}

static void numbers(void) {
    uint64_t value;
    CHECK(parse_number("0", &value) && value == 0);
    CHECK(parse_number("18446744073709551615\n", &value) && value == UINT64_MAX);
    CHECK(!parse_number("18446744073709551616", &value) && !parse_number("99999999999999999999999", &value));
    CHECK(!parse_number("", &value) && !parse_number("max\n", &value) && !parse_number("-1", &value) && !parse_number("1x", &value) && !parse_number(" 1", &value));
    CHECK(parse_keyed("a 1\nb 2\n", "b", &value) && value == 2);
    CHECK(!parse_keyed("ab 1\n", "a", &value) && !parse_keyed("a x\n", "a", &value) && !parse_keyed("", "a", &value) && !parse_keyed("a", "a", &value));
    CHECK(parse_keyed("oom 4\noom_kill 3\noom_group_kill 7\n", "oom_kill", &value) && value == 3);
}

static void counters(const char *fixtures, const char *name, int version, uint64_t cpu_ns, uint64_t peak, uint64_t oom, uint64_t forks, uint64_t limit) {
    char root[512];
    snprintf(root, sizeof root, "%s/%s", fixtures, name);
    struct cgroup group = cgroup_open(root);
    uint64_t ns = 0;
    CHECK(group.version == version);
    CHECK(cgroup_cpu_ns(&group, &ns) == (cpu_ns != 0) && ns == cpu_ns);
    CHECK(cgroup_peak_bytes(&group) == peak);
    CHECK(cgroup_oom_kills(&group) == oom);
    CHECK(cgroup_fork_refusals(&group) == forks);
    CHECK(group.memory_limit == limit);
    int open_files[] = {group.cpu, group.peak, group.oom, group.forks};
    for (int i = 0; i < 4; i++) {
        if (open_files[i] >= 0) close(open_files[i]);
    }
}

static void cgroups(const char *fixtures) {
    counters(fixtures, "v1", 1, 549880051, 536870912, 2, 38, 536870912);
    counters(fixtures, "v1-joint", 1, 77, 0, 0, 0, 0);
    counters(fixtures, "v1-unlimited", 1, 5000, 4096, 0, 0, 0);
    counters(fixtures, "v2", 2, 1463291000, 268435456, 1, 5, 268435456);
    counters(fixtures, "v2-before-5.19", 2, 12000, 0, 0, 0, 0);
    counters(fixtures, "none", 0, 0, 0, 0, 0, 0);
}

static void stat_text(void) {
    uint64_t own, children;
    CHECK(parse_stat("7 (a) b (c)) S 1 7 7 0 -1 4194304 100 0 0 0 11 22 33 44 20 0 1 0 5 6 7\n", &own, &children) && own == 33 && children == 77);
    CHECK(!parse_stat("", &own, &children) && !parse_stat("7 (a", &own, &children) && !parse_stat("7 (a) S 1 2", &own, &children));
    CHECK(live_cpu_ns() > 0); /* of the machine the test runs on */
}

static void transcripts(void) {
    uint8_t *text = malloc(100);
    if (!text) abort();
    struct transcript all = {.text = text, .bound = 100};
    transcript_add(&all, '>', 7999999, (const uint8_t *)"42\n", 3);
    transcript_add(&all, '<', 61001000000u, (const uint8_t *)"", 0);
    const char *expected = "[  0.007s/3]>: 42\n\n[ 61.001s/0]<: \n";
    CHECK(all.size == strlen(expected) && memcmp(text, expected, all.size) == 0 && !all.cut);
    uint8_t much[200];
    memset(much, 'x', sizeof much);
    transcript_add(&all, '>', 0, much, sizeof much);
    CHECK(all.size == 100 && all.cut && text[99] == 'x');
    transcript_add(&all, '>', 0, much, 1);
    CHECK(all.size == 100);
    struct transcript narrow = {.text = text, .bound = 14};
    transcript_add(&narrow, '>', 0, much, 1); /* its head has 15 bytes */
    CHECK(narrow.size == 0 && narrow.cut);
    struct transcript exact = {.text = text, .bound = 17};
    transcript_add(&exact, '>', 0, much, 1);
    CHECK(exact.size == 17 && !exact.cut);
    free(text);
}

/* The same walks that the end-to-end tests drive, here under the sanitizers. */
static void trees(void) {
    char root[] = "/tmp/glovebox-unit-XXXXXX";
    if (!mkdtemp(root) || chdir(root) < 0) abort();
    int top = open(".", O_RDONLY | O_DIRECTORY);
    mkdir("keep", 0777), mkdir("keep/sub", 0700), mkdir("gone", 0000), symlink("/etc", "keep/link"), mkfifo("keep/sub/pipe", 0600);
    close(open("keep/sub/a.class", O_CREAT | O_WRONLY, 0707)), close(open("keep/b.tmp", O_CREAT | O_WRONLY, 0600));
    for (int i = 0; i < 500; i++) {
        char name[32];
        snprintf(name, sizeof name, "many-%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0600));
    }
    struct bytes patterns[] = {{(uint8_t *)"keep/**/*.class", 15}};
    CHECK(tree_keep(top, patterns, 1));
    struct stat status;
    CHECK(stat("keep/sub/a.class", &status) == 0 && (status.st_mode & 07777) == 0755);
    CHECK(stat("keep/sub", &status) == 0 && (status.st_mode & 07777) == 0755);
    CHECK(lstat("keep/link", &status) < 0 && lstat("keep/b.tmp", &status) < 0 && lstat("gone", &status) < 0 && lstat("many-7", &status) < 0 && lstat("keep/sub/pipe", &status) < 0);
    int ends[2];
    uint8_t sent[2048];
    if (pipe(ends) < 0) abort();
    CHECK(tree_send(top, ends[1]));
    ssize_t size = read(ends[0], sent, sizeof sent);
    CHECK(sent[4] == FILE_DATA && sent[5] == STAGE_EXECUTABLE && memcmp(sent + 8, "keep/sub/a.class", 16) == 0 && sent[28] == FILES_END);
    CHECK(size == 5 + 3 + 16 + 5 + FILES_END_BYTES);
    struct bytes all[] = {{(uint8_t *)"**", 2}};
    mkfifo("keep/pipe", 0600), symlink("/etc/passwd", "keep/passwd");
    int large = open("keep/large", O_CREAT | O_WRONLY, 0600);
    if (ftruncate(large, 1000) < 0) abort();
    close(large);
    CHECK(tree_collect(top, ends[1], &(struct collection){all, 1, 999, 999}));
    size = read(ends[0], sent, sizeof sent);
    const size_t file = 5 + 3 + 16, name = 5 + 3 + 10;
    CHECK(size == (ssize_t)(file + name + 5 + FILES_END_BYTES));
    uint8_t *end = sent + file + name;
    CHECK(end[4] == FILES_END && load32(end + 5) == 1 && load32(end + 17) == 1);
    /* In whichever order the folder gives them. */
    uint8_t *left_out = sent[5] == FILE_LEFT_OUT ? sent : sent + file;
    CHECK(left_out[4] == FILE_DATA && left_out[5] == FILE_LEFT_OUT && load16(left_out + 6) == 10 && memcmp(left_out + 8, "keep/large", 10) == 0);
    CHECK(tree_collect(top, ends[1], &(struct collection){all, 1, 5000, 1000}));
    size = read(ends[0], sent, sizeof sent);
    CHECK(load32(sent + size - FILES_END_BYTES) == 2 && load32(sent + size - 4) == 0);
    CHECK(tree_collect(top, ends[1], &(struct collection){all, 1, 5000, 999}));
    size = read(ends[0], sent, sizeof sent);
    CHECK(load32(sent + size - FILES_END_BYTES) == 1 && load32(sent + size - 4) == 1);
    close(ends[0]), close(ends[1]);
    CHECK(!tree_is_empty(top));
    int at = dup(top);
    for (int i = 0; i < 1500; i++) {
        if (mkdirat(at, "deep", 0700) < 0) abort();
        int next = openat(at, "deep", O_RDONLY | O_DIRECTORY);
        close(at);
        at = next;
    }
    close(at);
    CHECK(tree_empty(top) && tree_is_empty(top));
    close(top);
    CHECK(chdir("/") == 0 && rmdir(root) == 0);
}

int main(int count, char **arguments) {
    integers();
    frames();
    shapes();
    paths();
    run_fields();
    globs();
    numbers();
    cgroups(count > 1 ? arguments[1] : "tests/cgroup");
    stat_text();
    transcripts();
    trees();
    printf("%d checks, %d failures\n", checks, failures);
    return failures != 0;
}
