"""What seccomp-profiles/program.json promises, tried call by call by a program in a real sandbox."""

import json
import re
import subprocess
import unittest

from sandbox import EXITED, PROFILE, Sandbox, build_image

EPERM, ENOTSUP, ENOSYS = "errno 1", "errno 95", "errno 38"
KILLED = "signal 31"
NO_SUCH_DOOR = "signal 11"

# The policy, kept apart from the profile on purpose. Arguments are chosen so that the kernel, asked without the filter, would answer otherwise
# where that is possible for a program without privileges; test_the_filter_makes_the_difference checks it.
REFUSED = {
    KILLED: """ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd bpf perf_event_open userfaultfd add_key request_key keyctl
        mount umount2 pivot_root chroot unshare setns fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr open_by_handle_at
        init_module finit_module delete_module kexec_load kexec_file_load iopl ioperm modify_ldt syslog swapon swapoff acct quotactl quotactl_fd
        reboot sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex""",
    EPERM: """io_uring_setup io_uring_enter io_uring_register setpriority sched_setparam sched_setattr ioprio_set
        shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive
        mq_notify mq_getsetattr memfd_create memfd_secret mlock mlock2 mlockall mbind set_mempolicy set_mempolicy_home_node get_mempolicy
        migrate_pages move_pages remap_file_pages process_madvise process_mrelease chown lchown fchown fchownat sync syncfs fanotify_init
        fanotify_mark name_to_handle_at vmsplice seccomp""",
    ENOTSUP: "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr",
    ENOSYS: """clone3 openat2 pidfd_open pidfd_send_signal landlock_create_ruleset landlock_add_rule landlock_restrict_self
        io_setup io_submit io_getevents io_pgetevents io_cancel io_destroy futex_waitv""",
}

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, SIGCHLD = 0x10000000, 0x20000000, 0x40000000, 17
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK = 1, 2, 10, 16, 17, 38, 40

# (what is shown, call, arguments, expected)
FILTERED = [
    ("clone", "clone", [SIGCHLD], "ok"),
    *[(f"clone({flag:#x})", "clone", [flag | SIGCHLD], EPERM)
      for flag in (CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET)],
    ("clone(NEWUSER|NEWNS)", "clone", [CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD], EPERM),
    ("socket(AF_UNIX)", "socket", [AF_UNIX, 1, 0], "ok"),
    ("socketpair(AF_UNIX)", "socketpair", [AF_UNIX, 1, 0, "@"], "ok"),
    *[(f"socket({family})", "socket", [family, kind, 0], EPERM)
      for family, kind in ((AF_INET, 1), (AF_INET, 2), (AF_INET, 3), (AF_INET6, 1), (AF_NETLINK, 3), (AF_PACKET, 3), (AF_ALG, 5), (AF_VSOCK, 1), (0, 1))],
    ("socketpair(AF_INET)", "socketpair", [AF_INET, 1, 0, "@"], EPERM),
    *[(f"setsockopt(SOL_SOCKET, {option})", "setsockopt", [1, 1, option, "@", 4], "errno 88") for option in (2, 7, 8, 13, 16, 20, 21)],
    # SO_ATTACH_FILTER, _BPF, _REUSEPORT_CBPF, _REUSEPORT_EBPF; another level; an option with high bits
    *[(f"setsockopt({level}, {option:#x})", "setsockopt", [1, level, option, "@", 16], EPERM)
      for level, option in ((1, 26), (1, 50), (1, 51), (1, 52), (6, 1), (1, 0x10000001A))],
    *[(f"{call}({flags:#x})", call, [1, "@", 0, flags], expected)
      for call in ("sendto", "recvfrom", "sendmmsg", "recvmmsg")
      for flags, expected in ((0x40, "errno 88"), (0x1, EPERM), (0x41, EPERM), (0x100000001, EPERM))],
    *[(f"{call}({flags:#x})", call, [1, "@", flags], expected)
      for call in ("sendmsg", "recvmsg") for flags, expected in ((0x40, "errno 88"), (0x1, EPERM), (0x41, EPERM))],
    # SCHED_OTHER; SCHED_FIFO, SCHED_BATCH, with high bits
    *[(f"sched_setscheduler({policy:#x})", "sched_setscheduler", [0, policy, "@"], expected)
      for policy, expected in ((0, "ok"), (1, EPERM), (3, EPERM), (0x100000000, EPERM))],
    ("prlimit64(ask, RLIMIT_CORE)", "prlimit64", [0, 4, 0, "@"], "ok"),
    ("prlimit64(RLIMIT_CORE)", "prlimit64", [0, 4, "@", 0], EPERM),
    ("prlimit64(RLIMIT_CORE, high bits)", "prlimit64", [0, 0x100000004, "@", 0], EPERM),
    ("prlimit64(RLIMIT_NOFILE)", "prlimit64", [0, 7, "@", 0], "ok"),
    ("setrlimit(RLIMIT_CORE)", "setrlimit", [4, "@"], EPERM),
    ("setrlimit(RLIMIT_CORE, high bits)", "setrlimit", [0x100000004, "@"], EPERM),
    ("setrlimit(RLIMIT_NOFILE)", "setrlimit", [7, "@"], "ok"),
    ("personality(query)", "personality", [0xFFFFFFFF], "ok"),
    ("personality(PER_LINUX)", "personality", [0], "ok"),
    ("personality(ADDR_NO_RANDOMIZE)", "personality", [0x40000], EPERM),
    ("personality(READ_IMPLIES_EXEC)", "personality", [0x400000], EPERM),
    ("prctl(PR_SET_NAME)", "prctl", [15, "/"], "ok"),
    ("prctl(PR_SET_NO_NEW_PRIVS)", "prctl", [38, 1, 0, 0, 0], "ok"),
    ("prctl(PR_SET_SECCOMP)", "prctl", [22, 1], EPERM),
    ("prctl(PR_SET_MM)", "prctl", [35, 1], EPERM),
    ("prctl(PR_SET_PTRACER)", "prctl", [0x59616D61, -1], EPERM),
    ("prctl(PR_SET_CHILD_SUBREAPER)", "prctl", [36, 1], EPERM),
    ("prctl(PR_SET_KEEPCAPS)", "prctl", [8, 1], EPERM),
    ("prctl(PR_SET_SPECULATION_CTRL)", "prctl", [53, 0, 2, 0, 0], EPERM),
    ("ioctl(FIONREAD)", "ioctl", [1, 0x541B, "@"], "ok"),
    ("ioctl(TCGETS)", "ioctl", [1, 0x5401, "@"], "errno 25"),
    ("ioctl(TIOCSTI)", "ioctl", [1, 0x5412, "@"], EPERM),
    ("ioctl(TIOCLINUX)", "ioctl", [1, 0x541C, "@"], EPERM),
    ("ioctl(TIOCSTI, high bits)", "ioctl", [1, 0x100005412, "@"], EPERM),
    ("ioctl(FS_IOC_SETFLAGS)", "ioctl", [1, 0x40086602, "@"], EPERM),
    ("ioctl(TUNSETIFF)", "ioctl", [1, 0x400454CA, "@"], EPERM),
    ("mknod(fifo)", "mknod", ["/", 0o010600, 0], "ok"),
    ("mknodat(regular)", "mknodat", [-100, "/", 0o100600, 0], "errno 17"),
    ("mknod(device 0:0)", "mknod", ["/", 0o020600, 0], EPERM),
    ("mknodat(device 0:0)", "mknodat", [-100, "/", 0o020600, 0], EPERM),
    ("mknod(socket)", "mknod", ["/", 0o140600, 0], EPERM),
    ("int80", 20, [], KILLED),
    ("x32", 39, [], KILLED),
    ("fchmodat2", 452, [-100, "/", 0], ENOSYS),
    ("mseal", 462, [], ENOSYS),
    ("not yet invented", 600, [], ENOSYS),
    ("uselib", "uselib", ["/"], EPERM),
    ("sysfs", "sysfs", [3], EPERM),
    ("getpid", "getpid", [], "ok"),
]

# Arguments that make the kernel itself agree, or refuse in another way; for all others zeros do.
TELLING = {
    "shmget": [0, 4096, 0o600], "semget": [0, 1, 0o600], "msgget": [0, 0o600], "chown": ["/", -1, -1], "lchown": ["/", -1, -1],
    "fchown": [1, -1, -1], "fchownat": [-100, "/", -1, -1, 0], "memfd_create": ["/", 0], "unshare": [0], "kcmp": [1, 1, 9],
    "keyctl": [0, -3, 1], "msgrcv": [0, "@", 0, 0, 0o4000], "name_to_handle_at": [-100, "/", "@", "@", 0],
}


def numbers():
    """System call numbers of this machine, from the C library's own headers."""
    text = subprocess.run(["gcc", "-E", "-dM", "-x", "c", "-"], input="#include <sys/syscall.h>\n", capture_output=True, text=True, check=True).stdout
    return {name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)$", text, re.M)}


def refused():
    return {name: answer for answer, names in REFUSED.items() for name in names.split()}


def probe(calls, **options):
    """The answers to [(shown, number, arguments)]."""
    lines = "".join(f"{shown if shown in ('int80', 'x32') else 'call'} {number} {' '.join(map(str, arguments))}\n" for shown, number, arguments in calls)
    with Sandbox(**options) as sandbox:
        report = sandbox.run("/bin/probe", input=lines.encode())
        assert report.end == EXITED and report.code == 0, report.text()
        assert report.clean, report.reason
        answers = report.text().splitlines()
        assert len(answers) == len(calls)
        return answers


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        build_image()
        cls.numbers = numbers()
        with open(PROFILE) as file:
            cls.profile = json.load(file)

    def number(self, call):
        return call if isinstance(call, int) else self.numbers[call]

    def known(self):
        return [(name, self.numbers[name], TELLING.get(name, [])) for name in refused() if name in self.numbers]

    def test_the_profile_refuses_what_the_policy_refuses_and_nothing_else(self):
        answers = {("SCMP_ACT_KILL_PROCESS", None): KILLED, ("SCMP_ACT_ERRNO", 1): EPERM, ("SCMP_ACT_ERRNO", 95): ENOTSUP, ("SCMP_ACT_ERRNO", 38): ENOSYS}
        written = {}
        for rule in self.profile["syscalls"]:
            if rule["action"] != "SCMP_ACT_ALLOW":
                self.assertNotIn("args", rule)
                for name in rule["names"]:
                    self.assertNotIn(name, written)
                    written[name] = answers[rule["action"], rule.get("errnoRet")]
        self.assertEqual(written, refused())

    def test_the_profile_is_an_allowlist_with_reasons(self):
        self.assertEqual((self.profile["defaultAction"], self.profile["defaultErrnoRet"]), ("SCMP_ACT_ERRNO", 1))
        allowed = set()
        for rule in self.profile["syscalls"]:
            self.assertTrue(rule["comment"])
            if rule["action"] == "SCMP_ACT_ALLOW" and "args" not in rule:
                allowed.update(rule["names"])
        self.assertEqual(allowed & set(refused()), set())
        self.assertEqual(allowed & {"clone", "socket", "socketpair", "setsockopt", "sendto", "sendmsg", "setrlimit", "prlimit64", "prctl", "ioctl", "personality", "mknod", "mknodat"}, set())

    def test_every_refusal_happens(self):
        calls = self.known()
        for (name, _, _), answer in zip(calls, probe(calls)):
            with self.subTest(name):
                self.assertEqual(answer, refused()[name])

    def test_every_argument_filter_holds(self):
        calls = [(shown, self.number(call), arguments) for shown, call, arguments, _ in FILTERED]
        for (shown, _, _, expected), answer in zip(FILTERED, probe(calls)):
            with self.subTest(shown):
                self.assertEqual(answer, NO_SUCH_DOOR if shown == "int80" and not self.has_door_for_32_bits() else expected)

    def has_door_for_32_bits(self):
        """A kernel that is built or started without 32-bit programs answers int 0x80 with a fault, filter or none."""
        answer, = probe([("int80", 20, [])], profile="unconfined")
        return answer != NO_SUCH_DOOR

    def test_the_filter_makes_the_difference(self):
        calls = self.known()
        same = {name for (name, _, _), answer in zip(calls, probe(calls, profile="unconfined")) if answer == refused()[name]}
        # What the kernel refuses to a program without privileges in the very same way, and what some kernels are built or set up without.
        self.assertLessEqual(same, {"mlock", "mlock2", "mlockall", "fanotify_init"} | {
            "io_uring_setup", "memfd_secret", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "futex_waitv"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
