/* The bytes of the protocol (PROTOCOL.md): frames, fields, paths. Pure functions; nothing here does I/O. */
#ifndef GLOVEBOX_WIRE_H
#define GLOVEBOX_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PROTOCOL_VERSION = 2,
    FRAME_MAX = 1024 * 1024 + 64, /* type and body */
    FRAME_HEADER = 5,             /* u32 length, u8 type */
    FIELD_HEADER = 6,             /* u16 tag, u32 length */
    PATH_BYTES_MAX = 1024,
    COMPONENT_BYTES_MAX = 255,
    STRINGS_MAX = 8192, /* arguments and environment entries of one run */
    KEEP_MAX = 256,
    PING_MAX = 64,
    FILES_END_BYTES = 16, /* u32 files, u64 bytes, u32 left out */
};

enum host_frame { STAGE = 1, INSTALL, RUN, STDIN, KILL, FETCH, PING, PEER_RUN };

enum sandbox_frame {
    HELLO = 0x81,
    INSTALLED,
    OUT,
    DONE,
    CLEAN,
    FILE_DATA,
    FILES_END,
    FAULT,
    PONG,
    PEER_DONE,
    STDOUT_CLOSED,
};

enum { STAGE_APPEND = 1, STAGE_EXECUTABLE = 2, STAGE_FOLDER = 4, FILE_LEFT_OUT = 4 };
enum { INSTALL_APP = 0, INSTALL_PEER = 1 };
enum { PHASE_COMPILE = 1, PHASE_PROGRAM = 2 };
enum { INPUT_EMPTY = 0, INPUT_GIVEN = 1, INPUT_STREAM = 2 };

uint16_t load16(const uint8_t *at);
uint32_t load32(const uint8_t *at);
uint64_t load64(const uint8_t *at);
uint8_t *store16(uint8_t *at, uint16_t value);
uint8_t *store32(uint8_t *at, uint32_t value);
uint8_t *store64(uint8_t *at, uint64_t value);

struct bytes {
    uint8_t *at;
    size_t size;
};

struct frame {
    uint8_t type;
    uint8_t *body;
    size_t size;  /* of the body */
    size_t total; /* of the whole frame */
};

enum frame_state { FRAME_INCOMPLETE, FRAME_COMPLETE, FRAME_MALFORMED };

/* Looks at the start of `size` bytes. Only the length is judged here: as soon as it is there, before the body. */
enum frame_state frame_parse(uint8_t *data, size_t size, struct frame *frame);

/* Whether the body of a complete frame from the host has the shape its type asks for. NULL, or what is wrong. */
const char *frame_check(const struct frame *frame);

/* Relative; no empty, `.` or `..` component; no NUL; within the two length bounds. */
bool path_valid(const uint8_t *path, size_t size);

struct stage_body {
    uint8_t flags;
    struct bytes path;
    struct bytes data;
};

const char *stage_decode(const struct frame *frame, struct stage_body *stage);

struct run_request {
    uint32_t id;
    uint8_t phase, input_mode;
    bool drain_overflow, merge;
    bool cpu_limited, judges; /* judges: there is an exit code with which it accepts */
    uint64_t cpu_us, wall_us, output_limit[2], file_size, open_files, stack, collect_max, collect_file_max, transcript_max;
    struct bytes input;
    size_t arguments, variables, keeps;
    char *argv[STRINGS_MAX + 1]; /* arguments, then NULL */
    char *envp[STRINGS_MAX + 1];
    struct bytes keep[KEEP_MAX];
    bool accept[256]; /* exit codes with which a peer accepts */
};

/*
 * Decodes the fields of a RUN frame. The strings of the request point into the body, body[size] must be writable: it becomes the NUL behind
 * the last string. NULL, or what is wrong.
 */
const char *run_decode(uint8_t *body, size_t size, struct run_request *request);

#endif
