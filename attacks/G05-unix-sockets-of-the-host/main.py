import socket

names = ['\0docker', '\0/containerd-shim/', '\0dbus', '/run/docker.sock', '/var/run/docker.sock', '/run/containerd/containerd.sock', '/tmp/.s.PGSQL.5432', '/var/run/postgresql/.s.PGSQL.5432']
try:
    with open('/proc/net/unix') as table:
        names += [line.split()[7].replace('@', '\0') for line in table if len(line.split()) > 7]
except OSError:
    pass
for name in names:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(name)
            print('PWNED', repr(name))
    except (OSError, ValueError):
        pass
print('contained')
