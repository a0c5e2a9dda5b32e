/* The two directions of the stream to the host, with bounded buffers. A lost host ends the process, and the sandbox with it. */
#ifndef GLOVEBOX_HOST_H
#define GLOVEBOX_HOST_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

enum {
    INBOX_BYTES = 4 * 1024 * 1024,  /* frames sent ahead, waiting input included */
    OUTBOX_BYTES = 256 * 1024,      /* output the host has not taken yet */
    OUTBOX_RESERVE = 8 * 1024,      /* kept free of OUT data, so that every other answer has room */
};

void host_open(void);

/* --- to the host --- */

size_t outbox_room(void); /* bytes an OUT frame's data may have now */
bool outbox_waiting(void);
bool outbox_accepts_answers(void);
void outbox_flush(void);       /* writes what can be written without blocking */
void outbox_flush_fully(void); /* blocks until the host has taken everything */

/* Where the data of an OUT frame may be read into; at most outbox_room() bytes. The frame exists once it is committed. */
uint8_t *outbox_data(void);
void outbox_commit(uint32_t run, uint8_t stream, size_t size);

/* Bytes that are whole frames already, relayed from the reader of files; blocks while the outbox is full. */
void outbox_relay(const uint8_t *frames, size_t size);

/* A frame that is built piece by piece in the reserve. */
void answer_begin(uint8_t type);
void answer_u8(uint8_t value);
void answer_u32(uint32_t value);
void answer_bytes(const void *bytes, size_t size);
void answer_field8(uint16_t tag, uint8_t value);
void answer_field32(uint16_t tag, uint32_t value);
void answer_field64(uint16_t tag, uint64_t value);
void answer_field_text(uint16_t tag, const char *text);
void answer_end(void);

/* Answers FAULT, waits a moment for the host to take it, and exits. */
_Noreturn void fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* --- from the host --- */

bool inbox_wants_more(void);
void inbox_receive(void); /* reads once; on end of file the supervisor exits */

/* A position in the inbox that stays right while frames before it are released. */
typedef size_t inbox_cursor;

inbox_cursor inbox_start(void);
/* The complete frame at the cursor that has not been taken yet; the cursor stays on it. False: nothing more has arrived. */
bool inbox_peek(inbox_cursor *cursor, struct frame *frame);
void inbox_skip(inbox_cursor *cursor, const struct frame *frame); /* moves on, leaves the frame for later */
void inbox_take(inbox_cursor *cursor, const struct frame *frame); /* moves on, the frame is done with */
void inbox_tidy(void);                                            /* releases what has been taken; no frame may be in use */

#endif
