#define _GNU_SOURCE
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

/* A file in the arena: this, the path with its NUL, the data; the next one starts at the following multiple of eight. */
struct staged {
    uint64_t data_size;
    uint32_t path_size; /* with the NUL */
    uint8_t executable, folder;
};

enum { ARENA_STEP = 256 * 1024 };

static uint8_t *arena;
static size_t capacity, used, last; /* last: offset of the file that an append goes to */
static uint64_t bound;
static bool any;

void stage_bound(uint64_t bytes) { bound = bytes; }

bool stage_empty(void) { return !any; }

static bool reserve(size_t more) {
    if (used + more <= capacity) return true;
    size_t wanted = (used + more + ARENA_STEP - 1) / ARENA_STEP * ARENA_STEP;
    if (wanted < capacity * 2) wanted = capacity * 2;
    void *grown = arena ? mremap(arena, capacity, wanted, MREMAP_MAYMOVE)
                        : mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (grown == MAP_FAILED) return false;
    arena = grown;
    capacity = wanted;
    return true;
}

static size_t aligned(size_t offset) { return (offset + 7) & ~(size_t)7; }

static struct staged *file_at(size_t offset) { return (struct staged *)(void *)(arena + offset); }

static char *path_of(struct staged *file) { return (char *)(file + 1); }

static uint8_t *data_of(struct staged *file) { return (uint8_t *)(file + 1) + file->path_size; }

const char *stage_add(const struct stage_body *body) {
    size_t more = body->data.size + sizeof(struct staged) + body->path.size + 1 + 8;
    if (used + more > bound) return "more staged data than --stage-max allows";
    if (!reserve(more)) return "no memory for staged data";
    if (body->flags & STAGE_APPEND) {
        struct staged *file = any ? file_at(last) : NULL;
        if (!file || file->folder || file->path_size != body->path.size + 1 || memcmp(path_of(file), body->path.at, body->path.size) != 0) {
            return "STAGE appends to a file that is not the previous one";
        }
        memcpy(data_of(file) + file->data_size, body->data.at, body->data.size);
        file->data_size += body->data.size;
        used += body->data.size;
        return NULL;
    }
    last = aligned(used);
    struct staged *file = file_at(last);
    *file = (struct staged){body->data.size, (uint32_t)body->path.size + 1, (body->flags & STAGE_EXECUTABLE) != 0, (body->flags & STAGE_FOLDER) != 0};
    memcpy(path_of(file), body->path.at, body->path.size);
    path_of(file)[body->path.size] = 0;
    memcpy(data_of(file), body->data.at, body->data.size);
    used = last + sizeof *file + file->path_size + body->data.size;
    any = true;
    return NULL;
}

static void release(void) {
    if (arena) {
        munmap(arena, capacity);
        memory_was_large();
    }
    arena = NULL;
    capacity = used = last = 0;
    any = false;
}

/* Opens the folder the file belongs in, making what is missing. No link can be on the way: the tree holds only what was staged. */
static int parent_of(int directory, char *path, char **name) {
    int at = directory;
    for (char *slash; (slash = strchr(path, '/')); path = slash + 1) {
        *slash = 0;
        int made = mkdirat(at, path, 0755);
        int next = made < 0 && errno != EEXIST ? -1 : openat(at, path, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC);
        *slash = '/';
        int error = errno;
        if (at != directory) close(at);
        errno = error;
        if (next < 0) return -1;
        at = next;
    }
    *name = path;
    return at;
}

static bool write_all(int fd, const uint8_t *data, size_t size) {
    while (size) {
        ssize_t wrote = write(fd, data, size);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        data += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

static bool write_file(int directory, struct staged *file) {
    char *name;
    int parent = parent_of(directory, path_of(file), &name);
    if (parent < 0) return false;
    if (file->folder) {
        bool made = mkdirat(parent, name, 0755) == 0 || errno == EEXIST;
        int number = errno;
        if (parent != directory) close(parent);
        errno = number;
        return made;
    }
    /* The same path staged twice: the last one counts. */
    int fd = openat(parent, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool done = fd >= 0 && write_all(fd, data_of(file), file->data_size) && fchmod(fd, file->executable ? 0755 : 0644) == 0;
    int error = errno;
    if (fd >= 0) close(fd);
    if (parent != directory) close(parent);
    errno = error;
    return done;
}

bool stage_write(int directory, char *error, size_t error_size) {
    bool done = true;
    for (size_t at = 0; any && at < used && done;) {
        struct staged *file = file_at(at);
        done = write_file(directory, file);
        if (!done) snprintf(error, error_size, "%.*s: %s", 200, path_of(file), strerror(errno));
        at = aligned(at + sizeof *file + file->path_size + file->data_size);
    }
    release();
    return done;
}
