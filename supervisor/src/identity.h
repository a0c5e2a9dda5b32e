/* Who the supervisor is, and who the others are: capabilities, users, and acting as another user for a few system calls. */
#ifndef GLOVEBOX_IDENTITY_H
#define GLOVEBOX_IDENTITY_H

#include <stdint.h>
#include <sys/types.h>

/* Empties the bounding set, gives up everything but SETUID, SETGID and KILL, and makes the process unreadable for others. */
void identity_harden(void);

void identity_range(uint32_t uid_base, uint32_t uid_count);
uint32_t app_user(void);
uint32_t next_program_user(void);

/* File-system calls between these two are made as the user, who meanwhile is in the box group. */
void act_as(uint32_t user);
void act_as_self(void);

/* Turns the calling process into the user for good, without the box group. 0 or an errno. */
int become(uint32_t user, uint32_t group);

#endif
