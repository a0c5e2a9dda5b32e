#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cgroup.h"
#include "probe.h"

enum { SECONDS = 2, REQUEST = 2048, STATUS_LINE = 12 };

/* The address that the other containers reach; a server that listens on the loopback device alone is not ready for them. */
static struct in_addr own_address(void) {
    struct in_addr found = {htonl(INADDR_LOOPBACK)};
    struct ifaddrs *all;
    if (getifaddrs(&all) < 0) return found;
    for (struct ifaddrs *one = all; one; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK)) continue;
        struct sockaddr_in address;
        memcpy(&address, one->ifa_addr, sizeof address);
        found = address.sin_addr;
        break;
    }
    freeifaddrs(all);
    return found;
}

static int connected(const char *port) {
    uint64_t number;
    if (!parse_number(port, &number) || number == 0 || number > UINT16_MAX) return -1;
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0) return -1;
    struct timeval most = {.tv_sec = SECONDS};
    setsockopt(server, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number), .sin_addr = own_address()};
    if (connect(server, (struct sockaddr *)&address, sizeof address) == 0) return server;
    close(server);
    return -1;
}

bool probe_tcp(const char *port) {
    int server = connected(port);
    if (server < 0) return false;
    close(server);
    return true;
}

bool probe_http(const char *port, const char *path) {
    char request[REQUEST], answer[STATUS_LINE + 1] = "";
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
    if (length < 0 || (size_t)length >= sizeof request) return false;
    int server = connected(port);
    if (server < 0) return false;
    size_t got = 0;
    if (send(server, request, (size_t)length, MSG_NOSIGNAL) == length)
        while (got < STATUS_LINE) {
            ssize_t some = recv(server, answer + got, STATUS_LINE - got, 0);
            if (some <= 0) break;
            got += (size_t)some;
        }
    close(server);
    /* `HTTP/1.1 200` */
    return got == STATUS_LINE && strncmp(answer, "HTTP/", 5) == 0 && answer[8] == ' ' && answer[9] >= '1' && answer[9] <= '3';
}
