/* The writable places of the sandbox: /box/app, /box/run, /box/peer-app, /box/peer, /tmp. */
#ifndef GLOVEBOX_BOX_H
#define GLOVEBOX_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

#define BOX "/box"
#define APP_FOLDER BOX "/app"
#define RUN_FOLDER BOX "/run"
#define PEER_FOLDER BOX "/peer"
#define PEER_APP_FOLDER BOX "/peer-app"

struct problem {
    int number; /* errno */
    char text[256];
};

/* Checks that /box and /tmp are what PROTOCOL.md asks for. */
void box_open(uint32_t box_group);

/* An empty /box/app with the staged files; an empty /box/run of the user, with what is staged. No other process may be alive. */
bool box_make_app(struct problem *problem);
/* The same for /box/peer-app, which only the app user and its group may enter. */
bool box_make_peer_app(struct problem *problem);
bool box_make_run(uint32_t user, struct problem *problem);
bool box_make_peer(uint32_t user, struct problem *problem);

/* Leaves of /box/app what matches the patterns. */
bool box_keep(const struct bytes *patterns, size_t count);

/* What the files in /box take of the memory. */
uint64_t box_bytes(void);

/* Removes an empty /box/run, and tells whether anything is left to clean, there or in /tmp. */
bool box_is_dirty(void);
/* Cleans it; all of it is the user's. This takes a process, and some time. */
bool box_clean(uint32_t user, struct problem *problem);

/* Sends the files of /box/app to the host. */
void box_fetch(void);

/* Sends those files of the user's /box/run, or /box/peer, that the request asks for. All of its processes are gone. */
void box_collect(uint32_t user, const struct run_request *request);
void box_collect_peer(uint32_t user, const struct run_request *request);

/* Removes /box/peer and /box/run and empties /tmp, which hold what both users have left. */
bool box_clean_peer(uint32_t peer, uint32_t program, struct problem *problem);

#endif
