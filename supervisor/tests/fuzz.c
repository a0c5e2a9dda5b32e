/*
 * Fuzzing of everything that decodes bytes from the host, through the entry point of libFuzzer. Without libFuzzer, main() below mutates a few
 * good inputs with a fixed seed, so that every run tries the same inputs: fuzz [rounds].
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/glob.h"
#include "../src/transcript.h"
#include "../src/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct run_request request;

static void require(bool holds) {
    if (!holds) abort();
}

static void decode_run(const struct frame *frame) {
    uint8_t *body = malloc(frame->size + 1);
    if (!body) abort();
    memcpy(body, frame->body, frame->size);
    if (run_decode(body, frame->size, &request) == NULL) {
        require(request.arguments > 0 && request.argv[request.arguments] == NULL && request.envp[request.variables] == NULL);
        size_t length = 0;
        for (size_t i = 0; i < request.arguments; i++) length += strlen(request.argv[i]);
        for (size_t i = 0; i < request.variables; i++) length += strlen(request.envp[i]);
        require(length <= frame->size);
        require(request.transcript_max <= TRANSCRIPT_MAX);
        for (size_t i = 0; i < request.keeps && request.keep[i].size < 64; i++) {
            glob_match((char *)request.keep[i].at, request.keep[i].size, request.argv[0], strlen(request.argv[0]));
            glob_reaches_into((char *)request.keep[i].at, request.keep[i].size, request.argv[0], strlen(request.argv[0]));
        }
    }
    free(body);
}

/* The input is a stream of frames, as the supervisor receives it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t *stream = malloc(size + 1);
    if (!stream) abort();
    memcpy(stream, data, size);
    struct frame frame;
    for (size_t at = 0; frame_parse(stream + at, size - at, &frame) == FRAME_COMPLETE; at += frame.total) {
        require(frame.total >= FRAME_HEADER && at + frame.total <= size && frame.size == frame.total - FRAME_HEADER);
        if (frame_check(&frame) != NULL) continue;
        struct stage_body stage;
        if (frame.type == STAGE) require(stage_decode(&frame, &stage) == NULL && path_valid(stage.path.at, stage.path.size) && stage.data.size < frame.size);
        if (frame.type == RUN || frame.type == PEER_RUN) decode_run(&frame);
    }
    free(stream);
    return 0;
}

#ifndef LIBFUZZER
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint32_t random_below(uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % bound;
}

static uint8_t *field(uint8_t *at, uint16_t tag, const char *value, uint32_t size) {
    at = store32(store16(at, tag), size);
    memcpy(at, value, size);
    return at + size;
}

static size_t seed(uint8_t *at) {
    uint8_t *start = at;
    static const char eight[8] = {0, 0, 0, 0, 0, 1, 0, 0};
    uint8_t *run = at;
    at = run + FRAME_HEADER;
    at = field(at, 1, "\0\0\0\7", 4), at = field(at, 2, random_below(2) ? "\1" : "\2", 1), at = field(at, 3, "src/a.out", 9), at = field(at, 3, "-x", 2);
    at = field(at, 4, "PATH=/bin", 9), at = field(at, 12, "\1", 1), at = field(at, 13, "input", 5), at = field(at, 14, "\1", 1);
    for (uint16_t tag = 5; tag <= 11; tag++) at = field(at, tag, eight, 8);
    if (random_below(2)) at = field(at, 15, "**/*.o?t", 8);
    bool peer = random_below(3) == 0;
    if (peer) at = field(at, 18, "\x2a", 1), at = field(at, 19, eight, 8);
    store32(run, (uint32_t)(at - run - 4));
    run[4] = peer ? PEER_RUN : RUN;
    static const char others[] = "\0\0\0\x0c\1\3\0\3a/bdata!" "\0\0\0\1\2" "\0\0\0\6\4\0\0\0\7x" "\0\0\0\5\5\0\0\0\7" "\0\0\0\1\6" "\0\0\0\3\7hi" "\0\0\0\2\2\1" "\0\0\0\5\x9\0\0\0\7" "\0\0\0\5\1\4\0\1f";
    memcpy(at, others, sizeof others - 1);
    return (size_t)(at - start) + sizeof others - 1;
}

int main(int count, char **arguments) {
    long rounds = count > 1 ? atol(arguments[1]) : 1000000, decoded = 0;
    static uint8_t input[4096];
    for (long round = 0; round < rounds; round++) {
        size_t size = seed(input);
        for (uint32_t changes = random_below(5); changes > 0; changes--) {
            uint32_t at = random_below((uint32_t)size), kind = random_below(6);
            if (kind == 0) input[at] ^= (uint8_t)(1u << random_below(8));
            if (kind == 1) input[at] = (uint8_t)random_below(256);
            if (kind == 2) size = at + 1;
            if (kind == 3) memmove(input + at, input + at + 1, size - at - 1), size--;
            if (kind == 4 && size < sizeof input) memmove(input + at + 1, input + at, size - at), size++;
            if (kind == 5) input[at] = random_below(2) ? 0 : 0xff;
            if (size < 2) break;
        }
        uint8_t *exact = malloc(size);
        if (!exact) abort();
        memcpy(exact, input, size);
        request.arguments = 0;
        LLVMFuzzerTestOneInput(exact, size);
        decoded += request.arguments > 0;
        free(exact);
    }
    printf("%ld inputs, %ld of them with a RUN that was decoded at least in part\n", rounds, decoded);
    return decoded == 0;
}
#endif
