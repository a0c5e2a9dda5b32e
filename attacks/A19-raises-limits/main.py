import resource

for name in ('CPU', 'FSIZE', 'CORE', 'NOFILE', 'MEMLOCK', 'MSGQUEUE', 'NICE', 'RTPRIO', 'SIGPENDING'):
    kind = getattr(resource, 'RLIMIT_' + name, None)
    if kind is None:
        continue
    soft, hard = resource.getrlimit(kind)
    if hard == resource.RLIM_INFINITY:
        if name in ('FSIZE', 'CORE', 'NOFILE', 'MEMLOCK'):
            print('PWNED', name, 'has no limit')
        continue
    try:
        resource.setrlimit(kind, (hard + 1, hard + 1))
        print('PWNED', name, 'raised above', hard)
    except (ValueError, OSError) as refused:
        print(name, soft, hard, refused)
print('contained')
