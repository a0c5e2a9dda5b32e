#include "transcript.h"

#include <stdio.h>
#include <string.h>

static void append(struct transcript *transcript, const void *bytes, size_t size) {
    size_t room = transcript->bound - transcript->size, part = size < room ? size : room;
    memcpy(transcript->text + transcript->size, bytes, part);
    transcript->size += part;
    if (part < size) transcript->cut = true;
}

void transcript_add(struct transcript *transcript, char direction, uint64_t after_ns, const uint8_t *data, size_t size) {
    if (transcript->cut) return;
    char head[64];
    unsigned long ms = (unsigned long)(after_ns / 1000000);
    int length = snprintf(head, sizeof head, "[%3lu.%03lus/%zu]%c: ", ms / 1000, ms % 1000, size, direction);
    /* Half a head would tell nothing. */
    if (transcript->bound - transcript->size < (size_t)length) {
        transcript->cut = true;
        return;
    }
    append(transcript, head, (size_t)length);
    append(transcript, data, size);
    append(transcript, "\n", 1);
}
