#include "wire.h"

#include <string.h>

#include "transcript.h"

uint16_t load16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

uint32_t load32(const uint8_t *at) { return (uint32_t)load16(at) << 16 | load16(at + 2); }

uint64_t load64(const uint8_t *at) { return (uint64_t)load32(at) << 32 | load32(at + 4); }

uint8_t *store16(uint8_t *at, uint16_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

uint8_t *store32(uint8_t *at, uint32_t value) { return store16(store16(at, (uint16_t)(value >> 16)), (uint16_t)value); }

uint8_t *store64(uint8_t *at, uint64_t value) { return store32(store32(at, (uint32_t)(value >> 32)), (uint32_t)value); }

enum frame_state frame_parse(uint8_t *data, size_t size, struct frame *frame) {
    if (size < 4) return FRAME_INCOMPLETE;
    uint32_t length = load32(data);
    if (length < 1 || length > FRAME_MAX) return FRAME_MALFORMED;
    if (size - 4 < length) return FRAME_INCOMPLETE;
    *frame = (struct frame){.type = data[4], .body = data + FRAME_HEADER, .size = length - 1, .total = 4 + (size_t)length};
    return FRAME_COMPLETE;
}

const char *frame_check(const struct frame *frame) {
    struct stage_body stage;
    switch (frame->type) {
    case STAGE: return stage_decode(frame, &stage);
    case RUN:
    case PEER_RUN: return NULL; /* judged field by field when its turn comes */
    case STDIN: return frame->size >= 4 ? NULL : "STDIN without a run id";
    case KILL: return frame->size == 4 ? NULL : "KILL is not just a run id";
    case INSTALL: return frame->size == 0 || (frame->size == 1 && frame->body[0] == INSTALL_PEER) ? NULL : "INSTALL for somebody unknown";
    case FETCH: return frame->size == 0 ? NULL : "FETCH with a body";
    case PING: return frame->size <= PING_MAX ? NULL : "PING is too long";
    default: return "unknown frame type";
    }
}

bool path_valid(const uint8_t *path, size_t size) {
    if (size == 0 || size > PATH_BYTES_MAX || memchr(path, 0, size)) return false;
    for (size_t from = 0; from <= size;) {
        const uint8_t *slash = memchr(path + from, '/', size - from);
        size_t to = slash ? (size_t)(slash - path) : size;
        size_t length = to - from;
        if (length == 0 || length > COMPONENT_BYTES_MAX) return false;
        if (path[from] == '.' && (length == 1 || (length == 2 && path[from + 1] == '.'))) return false;
        from = to + 1;
    }
    return true;
}

const char *stage_decode(const struct frame *frame, struct stage_body *stage) {
    if (frame->size < 3) return "STAGE is too short";
    stage->flags = frame->body[0];
    if (stage->flags & ~(STAGE_APPEND | STAGE_EXECUTABLE | STAGE_FOLDER)) return "STAGE with unknown flags";
    size_t length = load16(frame->body + 1);
    if (frame->size - 3 < length) return "STAGE is shorter than its path";
    stage->path = (struct bytes){frame->body + 3, length};
    stage->data = (struct bytes){frame->body + 3 + length, frame->size - 3 - length};
    if (stage->flags & STAGE_FOLDER && (stage->flags != STAGE_FOLDER || stage->data.size)) return "STAGE of a folder with what only a file has";
    return path_valid(stage->path.at, length) ? NULL : "STAGE with a path that is not allowed";
}

enum run_field {
    RUN_ID = 1,
    RUN_PHASE,
    RUN_ARGUMENT,
    RUN_ENVIRONMENT,
    RUN_CPU,
    RUN_WALL,
    RUN_STDOUT_LIMIT,
    RUN_STDERR_LIMIT,
    RUN_FILE_SIZE,
    RUN_OPEN_FILES,
    RUN_STACK,
    RUN_INPUT_MODE,
    RUN_INPUT,
    RUN_OVERFLOW,
    RUN_KEEP,
    RUN_MERGE,
    RUN_COLLECT,
    RUN_ACCEPT,
    RUN_TRANSCRIPT,
    RUN_COLLECT_FILE,
    RUN_FIELDS,
};

/* Size of each field's value; 0 = any. */
static const uint8_t run_field_size[RUN_FIELDS] = {
    [RUN_ID] = 4,           [RUN_PHASE] = 1,      [RUN_CPU] = 8,        [RUN_WALL] = 8,  [RUN_STDOUT_LIMIT] = 8,
    [RUN_STDERR_LIMIT] = 8, [RUN_FILE_SIZE] = 8,  [RUN_OPEN_FILES] = 8, [RUN_STACK] = 8, [RUN_INPUT_MODE] = 1,
    [RUN_OVERFLOW] = 1,     [RUN_MERGE] = 1,      [RUN_COLLECT] = 8,
    [RUN_ACCEPT] = 1,       [RUN_TRANSCRIPT] = 8, [RUN_COLLECT_FILE] = 8,
};

static const uint32_t run_repeatable = 1u << RUN_ARGUMENT | 1u << RUN_ENVIRONMENT | 1u << RUN_KEEP | 1u << RUN_ACCEPT;

static const uint32_t run_mandatory = 1u << RUN_ID | 1u << RUN_PHASE | 1u << RUN_ARGUMENT | 1u << RUN_WALL | 1u << RUN_STDOUT_LIMIT |
                                      1u << RUN_STDERR_LIMIT | 1u << RUN_FILE_SIZE | 1u << RUN_OPEN_FILES | 1u << RUN_STACK;

static const char *run_field(struct run_request *run, unsigned tag, struct bytes value) {
    switch (tag) {
    case RUN_ID: run->id = load32(value.at); return NULL;
    case RUN_PHASE:
        run->phase = value.at[0];
        return run->phase == PHASE_COMPILE || run->phase == PHASE_PROGRAM ? NULL : "RUN with an unknown phase";
    case RUN_ARGUMENT:
        if (memchr(value.at, 0, value.size)) return "RUN with a NUL in an argument";
        if (run->arguments == 0 && value.size == 0) return "RUN without a program";
        if (run->arguments == STRINGS_MAX) return "RUN with too many arguments";
        run->argv[run->arguments++] = (char *)value.at;
        return NULL;
    case RUN_ENVIRONMENT:
        if (memchr(value.at, 0, value.size)) return "RUN with a NUL in an environment entry";
        if (value.size == 0 || value.at[0] == '=' || !memchr(value.at, '=', value.size)) return "RUN with an environment entry that is not NAME=value";
        if (run->variables == STRINGS_MAX) return "RUN with too many environment entries";
        run->envp[run->variables++] = (char *)value.at;
        return NULL;
    case RUN_CPU: run->cpu_us = load64(value.at); return NULL;
    case RUN_WALL: run->wall_us = load64(value.at); return NULL;
    case RUN_STDOUT_LIMIT: run->output_limit[0] = load64(value.at); return NULL;
    case RUN_STDERR_LIMIT: run->output_limit[1] = load64(value.at); return NULL;
    case RUN_FILE_SIZE: run->file_size = load64(value.at); return NULL;
    case RUN_OPEN_FILES: run->open_files = load64(value.at); return NULL;
    case RUN_STACK: run->stack = load64(value.at); return NULL;
    case RUN_INPUT_MODE:
        run->input_mode = value.at[0];
        return run->input_mode <= INPUT_STREAM ? NULL : "RUN with an unknown kind of input";
    case RUN_INPUT: run->input = value; return NULL;
    case RUN_OVERFLOW:
        run->drain_overflow = value.at[0] == 1;
        return value.at[0] <= 1 ? NULL : "RUN with an unknown overflow policy";
    case RUN_KEEP:
        if (value.size == 0 || value.size > PATH_BYTES_MAX) return "RUN with an empty or overlong keep pattern";
        if (run->keeps == KEEP_MAX) return "RUN with too many keep patterns";
        run->keep[run->keeps++] = value;
        return NULL;
    case RUN_MERGE:
        run->merge = value.at[0] == 1;
        return value.at[0] <= 1 ? NULL : "RUN with an unknown merge value";
    case RUN_COLLECT:
        run->collect_max = load64(value.at);
        return run->collect_max ? NULL : "RUN that collects nothing";
    case RUN_COLLECT_FILE: run->collect_file_max = load64(value.at); return NULL;
    case RUN_ACCEPT:
        run->accept[value.at[0]] = run->judges = true;
        return NULL;
    case RUN_TRANSCRIPT:
        run->transcript_max = load64(value.at);
        return run->transcript_max && run->transcript_max <= TRANSCRIPT_MAX ? NULL : "RUN with a transcript of no or too many bytes";
    default: return "RUN with an unknown field";
    }
}

const char *run_decode(uint8_t *body, size_t size, struct run_request *run) {
    uint32_t seen = 0;
    /* Everything but the string arrays, whose unused part is never read. */
    size_t arrays = offsetof(struct run_request, argv);
    memset(run, 0, arrays);
    memset(run->accept, 0, sizeof run->accept);
    for (size_t at = 0; at < size;) {
        if (size - at < FIELD_HEADER) return "RUN ends inside a field's header";
        unsigned tag = load16(body + at);
        size_t length = load32(body + at + 2);
        at += FIELD_HEADER;
        if (size - at < length) return "RUN ends inside a field";
        if (tag == 0 || tag >= RUN_FIELDS) return "RUN with an unknown field";
        if (run_field_size[tag] && run_field_size[tag] != length) return "RUN with a field of the wrong size";
        if (seen & 1u << tag & ~run_repeatable) return "RUN with a repeated field";
        seen |= 1u << tag;
        const char *wrong = run_field(run, tag, (struct bytes){body + at, length});
        if (wrong) return wrong;
        at += length;
    }
    if ((seen & run_mandatory) != run_mandatory) return "RUN without a mandatory field";
    if (run->input.size && run->input_mode != INPUT_GIVEN) return "RUN with input it does not announce";
    if (run->keeps && run->phase != PHASE_COMPILE && !run->collect_max) return "RUN with patterns in a program phase that collects nothing";
    if (run->collect_max && (run->phase != PHASE_PROGRAM || !run->keeps)) return "RUN that collects outside a program phase or without patterns";
    if (run->collect_file_max && !run->collect_max) return "RUN with a bound of files it does not collect";
    if (run->collect_max && !(seen & 1u << RUN_COLLECT_FILE)) run->collect_file_max = run->collect_max;
    if (run->wall_us == 0 || run->wall_us > UINT64_MAX / 4000) return "RUN with a wall limit out of range";
    if (run->cpu_us > UINT64_MAX / 4000) return "RUN with a CPU limit out of range";
    run->cpu_limited = run->cpu_us != 0;
    /* What ends each string: the first byte of the next field's tag, which is zero for every known tag; for the last one, this. */
    body[size] = 0;
    run->argv[run->arguments] = NULL;
    run->envp[run->variables] = NULL;
    return NULL;
}
