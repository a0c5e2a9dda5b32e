#define _GNU_SOURCE
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

enum {
    TAKEN = 0,                  /* type byte of a frame that has been dealt with out of order */
    OUT_HEADER = FRAME_HEADER + 5,
    KEPT_RESIDENT = 128 * 1024, /* pages of the inbox beyond this are given back when it is empty */
    RECEIVE_BYTES = 64 * 1024,
    /* So much must have been dealt with before the rest is moved to the front: bounds the copying at three times what is received. An incomplete
     * frame alone at the end is always beyond it, so the inbox can't get stuck. */
    COMPACT_BYTES = INBOX_BYTES / 4,
    FAULT_PATIENCE_MS = 1000,
};

/* --- to the host --- */

static uint8_t outbox[OUTBOX_BYTES];
static size_t out_from, out_to;
static size_t answer_from;

/* The host is gone: nobody is left to run anything for. As PID 1 this also ends every other process of the sandbox. */
static _Noreturn void host_lost(void) { _exit(0); }

void host_open(void) {
    for (int fd = 0; fd <= 2; fd++) {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) _exit(2);
    }
}

bool outbox_waiting(void) { return out_from < out_to; }

bool outbox_accepts_answers(void) { return OUTBOX_BYTES - out_to >= OUTBOX_RESERVE; }

size_t outbox_room(void) {
    size_t used = out_to + OUTBOX_RESERVE + OUT_HEADER;
    return used < OUTBOX_BYTES ? OUTBOX_BYTES - used : 0;
}

uint8_t *outbox_data(void) { return outbox + out_to + OUT_HEADER; }

void outbox_commit(uint32_t run, uint8_t stream, size_t size) {
    uint8_t *at = store32(outbox + out_to, (uint32_t)(size + OUT_HEADER - 4));
    *at++ = OUT;
    at = store32(at, run);
    *at = stream;
    out_to += OUT_HEADER + size;
}

void outbox_flush(void) {
    while (out_from < out_to) {
        ssize_t wrote = write(1, outbox + out_from, out_to - out_from);
        if (wrote > 0) {
            out_from += (size_t)wrote;
        } else if (errno == EAGAIN) {
            /* Room at the end is what counts for new frames; move only when it is cheap for what it gains. */
            if (out_from > OUTBOX_BYTES / 2) {
                memmove(outbox, outbox + out_from, out_to - out_from);
                out_to -= out_from;
                out_from = 0;
            }
            return;
        } else if (errno != EINTR) {
            host_lost();
        }
    }
    out_from = out_to = 0;
}

void outbox_flush_fully(void) {
    for (outbox_flush(); outbox_waiting(); outbox_flush()) {
        struct pollfd host = {.fd = 1, .events = POLLOUT};
        if (poll(&host, 1, -1) < 0 && errno != EINTR) host_lost();
    }
}

void outbox_relay(const uint8_t *frames, size_t size) {
    while (size) {
        size_t room = OUTBOX_BYTES - OUTBOX_RESERVE - out_to, part = size < room ? size : room;
        memcpy(outbox + out_to, frames, part);
        out_to += part;
        frames += part;
        size -= part;
        if (size || !outbox_accepts_answers()) outbox_flush_fully();
    }
}

void answer_begin(uint8_t type) {
    answer_from = out_to;
    out_to += 4;
    answer_u8(type);
}

void answer_bytes(const void *bytes, size_t size) {
    /* Answers are a few hundred bytes at most and start with the whole reserve free. */
    if (OUTBOX_BYTES - out_to < size) abort();
    memcpy(outbox + out_to, bytes, size);
    out_to += size;
}

void answer_u8(uint8_t value) { answer_bytes(&value, 1); }

void answer_u32(uint32_t value) {
    uint8_t bytes[4];
    store32(bytes, value);
    answer_bytes(bytes, sizeof bytes);
}

static void field_header(uint16_t tag, size_t size) {
    uint8_t bytes[FIELD_HEADER];
    store32(store16(bytes, tag), (uint32_t)size);
    answer_bytes(bytes, sizeof bytes);
}

void answer_field8(uint16_t tag, uint8_t value) {
    field_header(tag, 1);
    answer_u8(value);
}

void answer_field32(uint16_t tag, uint32_t value) {
    field_header(tag, 4);
    answer_u32(value);
}

void answer_field64(uint16_t tag, uint64_t value) {
    uint8_t bytes[8];
    store64(bytes, value);
    field_header(tag, sizeof bytes);
    answer_bytes(bytes, sizeof bytes);
}

void answer_field_text(uint16_t tag, const char *text) {
    field_header(tag, strlen(text));
    answer_bytes(text, strlen(text));
}

void answer_end(void) { store32(outbox + answer_from, (uint32_t)(out_to - answer_from - 4)); }

void fault(const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (OUTBOX_BYTES - out_to < sizeof text + FRAME_HEADER) out_to = out_from; /* whole frames may be lost now, none may be cut */
    answer_begin(FAULT);
    answer_bytes(text, strlen(text));
    answer_end();
    outbox_flush();
    struct pollfd host = {.fd = 1, .events = POLLOUT};
    while (outbox_waiting() && poll(&host, 1, FAULT_PATIENCE_MS) > 0) outbox_flush();
    dprintf(2, "glovebox-init: %s\n", text);
    _exit(1);
}

/* --- from the host --- */

static uint8_t *inbox;
static size_t in_from, in_to;
static size_t in_checked;  /* frames that start before this have passed frame_check() or are taken */
static size_t in_released; /* bytes moved out at the front so far: what makes cursors absolute */
static size_t in_peak;

static bool inbox_ensure(void) {
    if (inbox) return true;
    void *memory = mmap(NULL, INBOX_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return false;
    inbox = memory;
    return true;
}

bool inbox_wants_more(void) { return in_to < INBOX_BYTES || in_from >= COMPACT_BYTES; }

void inbox_receive(void) {
    if (!inbox_ensure()) fault("no memory for the inbox: %s", strerror(errno));
    if (INBOX_BYTES - in_to < RECEIVE_BYTES && in_from >= COMPACT_BYTES) {
        memmove(inbox, inbox + in_from, in_to - in_from);
        in_released += in_from;
        in_checked = in_checked > in_from ? in_checked - in_from : 0;
        in_to -= in_from;
        in_from = 0;
    }
    size_t room = INBOX_BYTES - in_to;
    if (room == 0) return;
    ssize_t got = read(0, inbox + in_to, room < RECEIVE_BYTES ? room : RECEIVE_BYTES);
    if (got == 0) host_lost();
    if (got < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        host_lost();
    }
    in_to += (size_t)got;
    if (in_to > in_peak) in_peak = in_to;
}

inbox_cursor inbox_start(void) { return in_released + in_from; }

bool inbox_peek(inbox_cursor *cursor, struct frame *frame) {
    for (;;) {
        size_t at = *cursor - in_released;
        if (*cursor < in_released + in_from) at = in_from;
        *cursor = in_released + at;
        switch (frame_parse(inbox + at, in_to - at, frame)) {
        case FRAME_INCOMPLETE: return false;
        case FRAME_MALFORMED: fault("a frame of %u bytes", load32(inbox + at));
        case FRAME_COMPLETE: break;
        }
        if (at >= in_checked) {
            const char *wrong = frame_check(frame);
            if (wrong) fault("%s (type 0x%02x)", wrong, frame->type);
            in_checked = at + frame->total;
        }
        if (frame->type != TAKEN) return true;
        *cursor += frame->total;
    }
}

void inbox_skip(inbox_cursor *cursor, const struct frame *frame) { *cursor += frame->total; }

void inbox_take(inbox_cursor *cursor, const struct frame *frame) {
    inbox[*cursor - in_released + 4] = TAKEN;
    *cursor += frame->total;
}

void inbox_tidy(void) {
    struct frame frame;
    while (in_from < in_checked && frame_parse(inbox + in_from, in_to - in_from, &frame) == FRAME_COMPLETE && frame.type == TAKEN) {
        in_from += frame.total;
    }
    if (in_from < in_to) return;
    in_released += in_from;
    in_from = in_to = in_checked = 0;
    if (in_peak > KEPT_RESIDENT) {
        madvise(inbox, INBOX_BYTES, MADV_DONTNEED);
        memory_was_large();
        in_peak = 0;
    }
}
