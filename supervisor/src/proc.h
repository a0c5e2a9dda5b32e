/* Walks through the numbered folders of /proc. */
#ifndef GLOVEBOX_PROC_H
#define GLOVEBOX_PROC_H

#include <stdbool.h>
#include <stdint.h>

/* Sees one entry. False: it has seen enough. */
typedef bool proc_visit(const char *number, void *context);

/* Visits every entry of the folder whose name is a number. False: the folder can't be opened; errno says why. */
bool proc_walk(const char *path, proc_visit *visit, void *context);

/* By what the process is, not by who owns its folder: that is root for those that have made themselves unreadable. */
bool proc_belongs_to(const char *pid, uint32_t user);

/*
 * Whether a process of the user holds the pipe that this is an end of, or may do so: who has made itself unreadable is taken to hold it. Asked by
 * somebody who acts as the user.
 */
bool proc_holds_pipe(uint32_t user, int end);

#endif
