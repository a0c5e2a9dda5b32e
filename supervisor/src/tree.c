#define _GNU_SOURCE
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "glob.h"

/* One screen of directory entries, read without the allocations of opendir(). */
struct listing {
    int fd;
    long size, at;
    char buffer[4096] __attribute__((aligned(8)));
};

/* The kernel's struct linux_dirent64. */
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short size;
    unsigned char type;
    char name[];
};

static void list_from_start(struct listing *list, int directory) {
    list->fd = directory;
    list->size = list->at = 0;
    lseek(directory, 0, SEEK_SET);
}

static const struct entry *list_next(struct listing *list) {
    for (;;) {
        if (list->at >= list->size) {
            list->size = syscall(SYS_getdents64, list->fd, list->buffer, sizeof list->buffer);
            list->at = 0;
            if (list->size <= 0) return NULL;
        }
        const struct entry *entry = (const struct entry *)(const void *)(list->buffer + list->at);
        list->at += entry->size;
        if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0) return entry;
    }
}

static int open_folder(int parent, const char *name) { return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); }

bool tree_is_empty(int directory) {
    struct listing list;
    list_from_start(&list, directory);
    return list_next(&list) == NULL && list.size == 0;
}

/* --- removing --- */

/* Moves a folder that is not empty to the top, under a name nobody has. */
static bool lift(int from, const char *name, int top, unsigned *serial) {
    char lifted[32];
    for (int tries = 0; tries < 100000; tries++) {
        snprintf(lifted, sizeof lifted, ".lifted-%u", (*serial)++);
        if (renameat(from, name, top, lifted) == 0) return true;
        if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR) return false;
    }
    return false;
}

static bool is_folder(int directory, const char *name) {
    struct stat status;
    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

/* Removes the entries of a folder; sub-folders that have content go up to the top, so no path and no recursion ever gets deep. */
static bool strip(int folder, int top, unsigned *serial) {
    struct listing list;
    bool all = true, found = true;
    while (found && all) {
        /* From the start again until nothing is found: removing while reading may hide entries from one pass. */
        found = false;
        list_from_start(&list, folder);
        for (const struct entry *entry; (entry = list_next(&list));) {
            found = true;
            if (!is_folder(folder, entry->name)) {
                all &= unlinkat(folder, entry->name, 0) == 0;
                continue;
            }
            if (unlinkat(folder, entry->name, AT_REMOVEDIR) == 0) continue;
            /* Moving a folder to another parent changes its "..", for which it must be writable. */
            all &= fchmodat(folder, entry->name, 0700, 0) == 0 && lift(folder, entry->name, top, serial);
        }
    }
    return all;
}

bool tree_empty(int top) {
    unsigned serial = 0;
    struct listing list;
    fchmod(top, 0700); /* fails for /tmp, which is root's and needs no change */
    for (bool found = true; found;) {
        found = false;
        list_from_start(&list, top);
        for (const struct entry *entry; (entry = list_next(&list));) {
            found = true;
            if (!is_folder(top, entry->name)) {
                if (unlinkat(top, entry->name, 0) < 0) return false;
                continue;
            }
            if (unlinkat(top, entry->name, AT_REMOVEDIR) == 0) continue;
            if (fchmodat(top, entry->name, 0700, 0) < 0) return false;
            int folder = open_folder(top, entry->name);
            if (folder < 0) return false;
            bool stripped = strip(folder, top, &serial);
            close(folder);
            if (!stripped || unlinkat(top, entry->name, AT_REMOVEDIR) < 0) return false;
        }
    }
    return true;
}

static bool remove_entry(int directory, const char *name) {
    if (unlinkat(directory, name, 0) == 0) return true;
    if (fchmodat(directory, name, 0700, 0) < 0) return false;
    int folder = open_folder(directory, name);
    if (folder < 0) return false;
    bool emptied = tree_empty(folder);
    close(folder);
    return emptied && unlinkat(directory, name, AT_REMOVEDIR) == 0;
}

bool tree_empty_own(int directory) {
    struct listing list;
    for (bool removed = true; removed;) {
        removed = false;
        list_from_start(&list, directory);
        for (const struct entry *entry; (entry = list_next(&list));) removed |= remove_entry(directory, entry->name);
    }
    return list.size == 0;
}

/* --- keeping --- */

enum { DEPTH_MAX = 64 }; /* of folders that may stay; each level costs a descriptor and a screen of entries */

struct selection {
    const struct bytes *patterns;
    size_t count;
};

struct keeper {
    struct selection wanted;
    char path[PATH_BYTES_MAX + 1];
};

static bool selects(const struct selection *wanted, const char *path, size_t size, bool folder) {
    for (size_t i = 0; i < wanted->count; i++) {
        const char *pattern = (const char *)wanted->patterns[i].at;
        size_t length = wanted->patterns[i].size;
        if (folder ? glob_reaches_into(pattern, length, path, size) : glob_match(pattern, length, path, size)) return true;
    }
    return false;
}

static bool keeper_wants(const struct keeper *keep, size_t size, bool folder) { return selects(&keep->wanted, keep->path, size, folder); }

static bool keep_below(struct keeper *keep, int directory, size_t prefix, int depth);

/* Sets *stays where the entry has become what it shall be; otherwise it is to be removed. */
static bool keep_entry(struct keeper *keep, int directory, const char *name, size_t prefix, int depth, bool *stays) {
    *stays = false;
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0) return false;
    size_t length = strlen(name), size = prefix + length;
    if (size > PATH_BYTES_MAX) return true;
    memcpy(keep->path + prefix, name, length + 1);
    if (S_ISREG(status.st_mode)) {
        *stays = keeper_wants(keep, size, false);
        return !*stays || fchmodat(directory, name, status.st_mode & S_IXUSR ? 0755 : 0644, 0) == 0;
    }
    if (!S_ISDIR(status.st_mode) || depth == DEPTH_MAX || size == PATH_BYTES_MAX || !keeper_wants(keep, size, true)) return true;
    if (fchmodat(directory, name, 0755, 0) < 0) return false;
    int folder = open_folder(directory, name);
    if (folder < 0) return false;
    keep->path[size] = '/';
    bool done = keep_below(keep, folder, size + 1, depth + 1);
    *stays = done && !tree_is_empty(folder);
    close(folder);
    return done;
}

static bool keep_below(struct keeper *keep, int directory, size_t prefix, int depth) {
    struct listing list;
    for (bool removed = true; removed;) {
        removed = false;
        list_from_start(&list, directory);
        for (const struct entry *entry; (entry = list_next(&list));) {
            bool stays;
            if (!keep_entry(keep, directory, entry->name, prefix, depth, &stays)) return false;
            if (stays) continue;
            if (!remove_entry(directory, entry->name)) return false;
            removed = true;
        }
    }
    return true;
}

bool tree_keep(int directory, const struct bytes *patterns, size_t count) {
    static struct keeper keep;
    keep.wanted = (struct selection){patterns, count};
    return fchmod(directory, 0755) == 0 && keep_below(&keep, directory, 0, 0);
}

/* --- sending --- */

struct sender {
    int out;
    const struct selection *wanted; /* NULL: everything, without bounds */
    uint64_t most, most_each;
    uint32_t files, left_out;
    uint64_t bytes;
    char path[PATH_BYTES_MAX + 1];
    uint8_t frame[64 * 1024];
};

static bool send_all(int out, const uint8_t *data, size_t size) {
    while (size) {
        ssize_t wrote = write(out, data, size);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        data += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

static bool send_file(struct sender *sender, int fd, size_t path_size, bool executable) {
    uint8_t flags = executable ? STAGE_EXECUTABLE : 0;
    for (bool first = true;; first = false) {
        uint8_t *path = store16(sender->frame + FRAME_HEADER + 1, (uint16_t)path_size);
        memcpy(path, sender->path, path_size);
        uint8_t *data = path + path_size;
        ssize_t got = read(fd, data, (size_t)(sender->frame + sizeof sender->frame - data));
        if (got < 0) return false;
        if (got == 0 && !first) return true;
        size_t size = (size_t)(data - sender->frame) + (size_t)got;
        store32(sender->frame, (uint32_t)(size - 4));
        sender->frame[4] = FILE_DATA;
        sender->frame[FRAME_HEADER] = flags;
        if (!send_all(sender->out, sender->frame, size)) return false;
        sender->bytes += (uint64_t)got;
        flags |= STAGE_APPEND;
    }
}

/* Whether a regular file is to be sent. */
static bool sender_takes(struct sender *sender, size_t path_size, const struct stat *status) {
    if (!sender->wanted) return true;
    if (!selects(sender->wanted, sender->path, path_size, false)) return false;
    uint64_t size = (uint64_t)status->st_size;
    return size <= sender->most_each && size <= sender->most - sender->bytes && sender->files < COLLECT_FILES;
}

/* Names what is not sent although it was asked for. */
static bool leave_out(struct sender *sender, size_t path_size) {
    if (!sender->wanted || !selects(sender->wanted, sender->path, path_size, false)) return true;
    if (sender->left_out++ >= COLLECT_FILES) return true;
    sender->frame[FRAME_HEADER] = FILE_LEFT_OUT;
    uint8_t *path = store16(sender->frame + FRAME_HEADER + 1, (uint16_t)path_size);
    memcpy(path, sender->path, path_size);
    size_t size = (size_t)(path + path_size - sender->frame);
    store32(sender->frame, (uint32_t)(size - 4));
    sender->frame[4] = FILE_DATA;
    return send_all(sender->out, sender->frame, size);
}

static bool sender_enters(const struct sender *sender, size_t path_size, int depth) {
    return depth < DEPTH_MAX && path_size < PATH_BYTES_MAX && (!sender->wanted || selects(sender->wanted, sender->path, path_size, true));
}

static bool send_below(struct sender *sender, int directory, size_t prefix, int depth) {
    struct listing list;
    list_from_start(&list, directory);
    for (const struct entry *entry; (entry = list_next(&list));) {
        size_t size = prefix + strlen(entry->name);
        /* The same bounds as in tree_keep(): what is beyond them has not stayed. */
        if (size > PATH_BYTES_MAX) continue;
        memcpy(sender->path + prefix, entry->name, size - prefix + 1);
        /* Not blocking, so that opening a named pipe could not hold us up. */
        int fd = openat(directory, entry->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        struct stat status;
        if (fd < 0 && (errno == ELOOP || errno == ENXIO)) continue; /* a link, a socket */
        if (fd < 0 && sender->wanted) {
            if (!leave_out(sender, size)) return false;
            continue;
        }
        if (fd < 0 || fstat(fd, &status) < 0) return false;
        bool sent = true;
        if (S_ISREG(status.st_mode)) {
            if (sender_takes(sender, size, &status)) {
                sender->files++;
                sent = send_file(sender, fd, size, status.st_mode & S_IXUSR);
            } else {
                sent = leave_out(sender, size);
            }
        } else if (S_ISDIR(status.st_mode) && sender_enters(sender, size, depth)) {
            sender->path[size] = '/';
            sent = send_below(sender, fd, size + 1, depth + 1);
        }
        close(fd);
        if (!sent) return false;
    }
    return list.size == 0;
}

static bool send_tree(struct sender *sender, int directory) {
    if (!send_below(sender, directory, 0, 0)) return false;
    uint8_t end[FRAME_HEADER + FILES_END_BYTES];
    *store32(end, sizeof end - 4) = FILES_END;
    store32(store64(store32(end + FRAME_HEADER, sender->files), sender->bytes), sender->left_out);
    return send_all(sender->out, end, sizeof end);
}

bool tree_send(int directory, int out) {
    static struct sender sender;
    sender = (struct sender){.out = out};
    return send_tree(&sender, directory);
}

bool tree_collect(int directory, int out, const struct collection *what) {
    static struct sender sender;
    struct selection wanted = {what->patterns, what->count};
    sender = (struct sender){.out = out, .wanted = &wanted, .most = what->most, .most_each = what->most_each};
    return send_tree(&sender, directory);
}
