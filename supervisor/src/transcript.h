/* What two programs have said to each other, as text, up to a bound. Pure: the clock is the caller's. */
#ifndef GLOVEBOX_TRANSCRIPT_H
#define GLOVEBOX_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRANSCRIPT_MAX = 4 * 1024 * 1024 };

struct transcript {
    uint8_t *text; /* of the caller's memory, `bound` bytes */
    size_t bound, size;
    bool cut; /* something was said that did not fit */
};

/*
 * Adds one piece in the form that DOMjudge's runpipe has made known: `[  0.007s/3]>: 42\n\n`, where the number behind the slash is the piece's
 * size, which tells where it ends whatever it contains. A piece that does not fit is cut, and is the last one.
 */
void transcript_add(struct transcript *transcript, char direction, uint64_t after_ns, const uint8_t *data, size_t size);

#endif
