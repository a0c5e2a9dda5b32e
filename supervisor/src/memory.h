/*
 * A program's peak resident size (ru_maxrss) starts from the high-water mark of the memory it was started from, which is the supervisor's.
 * Whoever has held and given back much memory says so here, and the mark is reset before the next program starts.
 */
#ifndef GLOVEBOX_MEMORY_H
#define GLOVEBOX_MEMORY_H

void memory_was_large(void);
void memory_reset_peak(void);

#endif
