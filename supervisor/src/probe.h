/* Whether a server in this container answers, asked from beside it: images of servers need no tools for that. */
#ifndef GLOVEBOX_PROBE_H
#define GLOVEBOX_PROBE_H

#include <stdbool.h>

/* Whether a TCP port of the container's own address takes a connection within two seconds. */
bool probe_tcp(const char *port);

/* Whether a request for this path is answered within two seconds with a status from 100 to 399. */
bool probe_http(const char *port, const char *path);

#endif
