"""Starts the built supervisor in a hardened container, the way the worker does, and speaks its protocol."""

import itertools
import os
import struct
import subprocess
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(os.path.dirname(HERE), "build")
PROFILE = os.path.join(os.path.dirname(os.path.dirname(HERE)), "seccomp-profiles", "program.json")
IMAGE = "glovebox-supervisor-test"
UID_BASE = 200_000
UID_COUNT = 16
STAGE_MAX = 16 << 20
UNLIMITED = 2**64 - 1

STAGE, INSTALL, RUN, STDIN, KILL, FETCH, PING, PEER = range(1, 9)
HELLO, INSTALLED, OUT, DONE, CLEAN, FILE, FILES_END, FAULT, PONG, PEER_DONE, STDOUT_CLOSED = range(0x81, 0x8C)
NAMES = {HELLO: "HELLO", INSTALLED: "INSTALLED", OUT: "OUT", DONE: "DONE", CLEAN: "CLEAN", FILE: "FILE",
         FILES_END: "FILES_END", FAULT: "FAULT", PONG: "PONG", PEER_DONE: "PEER_DONE", STDOUT_CLOSED: "STDOUT_CLOSED"}

COMPILE, PROGRAM = 1, 2
EXITED, SIGNALLED, NOT_STARTED = 1, 2, 3
CPU_LIMIT, WALL_LIMIT, STDOUT_LIMIT, STDERR_LIMIT, HOST_KILL = 1, 2, 3, 4, 5

DONE_FIELDS = {1: "id", 2: "end", 3: "code", 4: "stop", 5: "cpu", 6: "user", 7: "system", 8: "wall", 9: "peak_resident",
               10: "peak_cgroup", 11: "oom_kills", 12: "stdout", 13: "stderr", 14: "fork_refusals", 15: "cpu_source",
               16: "error", 17: "left_over",
               18: "box", 19: "first", 20: "cut"}
FIELD_WIDTHS = {1: 4, 2: 1, 4: 1, 15: 1, 19: 1, 20: 1}


class Gone(Exception):
    """The stream has ended."""


def build_image():
    """An image of the supervisor and one static program that can do whatever a test asks for."""
    root = os.path.join(BUILD, "image")
    for folder in ("box", "tmp", "proc", "sys", "dev", "etc", "bin"):
        os.makedirs(os.path.join(root, folder), exist_ok=True)
    for source, target in (("glovebox-init", "init"), ("actor", "bin/actor"), ("probe", "bin/probe")):
        subprocess.run(["install", "-m", "755", os.path.join(BUILD, source), os.path.join(root, target)], check=True)
    for name, mode in (("not-executable", 0o644), ("wrong-format", 0o755)):
        with open(os.path.join(root, "bin", name), "w") as file:
            file.write("neither a script nor a binary\n")
        os.chmod(os.path.join(root, "bin", name), mode)
    tar = subprocess.Popen(["tar", "-C", root, "--owner=0", "--group=0", "-c", "."], stdout=subprocess.PIPE)
    subprocess.run(["docker", "import", "-", IMAGE], stdin=tar.stdout, stdout=subprocess.DEVNULL, check=True)
    tar.stdout.close()
    if tar.wait() != 0:
        raise RuntimeError("tar failed")


def hardening(profile=PROFILE, memory="512m", pids=64, box="size=48m,nr_inodes=2048", tmp="size=16m,nr_inodes=512"):
    return ["--network", "none", "--cap-drop", "ALL", "--cap-add", "SETUID", "--cap-add", "SETGID", "--cap-add", "KILL",
            "--cap-add", "SETPCAP", "--security-opt", "no-new-privileges", "--security-opt", f"seccomp={profile}",
            "--read-only", "--cgroupns", "private", "--ipc", "none", "--pids-limit", str(pids), "--memory", memory,
            "--memory-swap", memory, "--log-driver", "none", "--oom-score-adj", "500", "--hostname", "sandbox",
            "--ulimit", "core=1",
            "--tmpfs", f"/box:exec,nosuid,nodev,{box},uid=0,gid={UID_BASE},mode=1771",
            "--tmpfs", f"/tmp:noexec,nosuid,nodev,{tmp},mode=1777"]


def frame(kind, body=b""):
    return struct.pack(">IB", len(body) + 1, kind) + body


def field(tag, value):
    return struct.pack(">HI", tag, len(value)) + value


def stage(path, data, executable=False, append=False):
    path = path.encode() if isinstance(path, str) else path
    return frame(STAGE, struct.pack(">BH", append | executable << 1, len(path)) + path + data)


def folder(path):
    return frame(STAGE, struct.pack(">BH", 4, len(path)) + path.encode())


def run_body(id, argv, phase=PROGRAM, env=("PATH=/bin",), cpu=None, wall=20_000_000, stdout=1 << 20, stderr=1 << 20,
             file_size=64 << 20, open_files=256, stack=64 << 20, stdin=None, input=None, drain=None, keep=(), merge=None, collect=None, collect_each=None, accept=(),
             transcript=None):
    u8, u64 = (lambda v: struct.pack(">B", v)), (lambda v: struct.pack(">Q", v))
    fields = [field(1, struct.pack(">I", id)), field(2, u8(phase))]
    fields += [field(3, a.encode() if isinstance(a, str) else a) for a in argv]
    fields += [field(4, e.encode()) for e in env]
    if cpu is not None:
        fields.append(field(5, u64(cpu)))
    fields += [field(6, u64(wall)), field(7, u64(stdout)), field(8, u64(stderr)), field(9, u64(file_size)),
               field(10, u64(open_files)), field(11, u64(stack))]
    if input is not None:
        stdin = 1
        fields.append(field(13, input))
    if stdin is not None:
        fields.append(field(12, u8(stdin)))
    if drain is not None:
        fields.append(field(14, u8(drain)))
    fields += [field(15, k.encode()) for k in keep]
    if merge is not None:
        fields.append(field(16, u8(merge)))
    if collect is not None:
        fields.append(field(17, u64(collect)))
    if collect_each is not None:
        fields.append(field(20, u64(collect_each)))
    fields += [field(18, u8(code)) for code in accept]
    if transcript is not None:
        fields.append(field(19, u64(transcript)))
    return b"".join(fields)


class Report:
    """What came of one run."""

    def __init__(self):
        self.out = {1: bytearray(), 2: bytearray(), 3: bytearray(), 4: bytearray()}
        self.peer = None
        self.order = []
        self.files = self.left_out = None
        self.clean = self.reason = None

    def text(self):
        return bytes(self.out[1]).decode("utf-8", "replace")


class Sandbox:
    counter = itertools.count()

    def __init__(self, command=None, **options):
        self.name = f"{IMAGE}-{os.getpid()}-{next(self.counter)}"
        if command is None:
            command = ["docker", "run", "-i", "--rm", "--name", self.name, *hardening(**options), IMAGE, "/init",
                       "--uid-base", str(UID_BASE), "--uid-count", str(UID_COUNT), "--stage-max", str(STAGE_MAX)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        self.stream = os.fdopen(os.dup(self.process.stdout.fileno()), "rb", buffering=1 << 16)
        self.ids = itertools.count(1)
        try:
            kind, body = self.receive()
        except Gone:
            raise RuntimeError(self.process.stderr.read().decode()) from None
        if kind != HELLO:
            raise RuntimeError(f"{NAMES.get(kind)}: {body!r}")
        self.hello = self.fields(body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.process.stdin.close()
        except OSError:
            pass
        status = self.process.wait(60)
        self.stream.close()
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def send(self, *frames):
        data = memoryview(b"".join(frames))
        while data:
            data = data[os.write(self.process.stdin.fileno(), data):]

    def send_aside(self, *frames):
        """Sends without holding up the reader."""
        def work():
            try:
                self.send(*frames)
            except (OSError, ValueError):
                pass  # the sandbox has ended before it took everything
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread

    def receive(self):
        head = self.stream.read(5)
        if len(head) < 5:
            raise Gone()
        length, kind = struct.unpack(">IB", head)
        assert 1 <= length <= (1 << 20) + 64, length
        body = self.stream.read(length - 1)
        if len(body) < length - 1:
            raise Gone()
        return kind, body

    @staticmethod
    def fields(body):
        found, at = {}, 0
        while at < len(body):
            tag, length = struct.unpack_from(">HI", body, at)
            found[tag] = body[at + 6:at + 6 + length]
            at += 6 + length
        assert at == len(body)
        return found

    def expect(self, wanted):
        kind, body = self.receive()
        assert kind == wanted, f"{NAMES.get(kind, kind)} instead of {NAMES[wanted]}: {body[:200]!r}"
        return body

    def collect(self, id, on_output=None):
        """Reads until the CLEAN of the run."""
        report, done = Report(), False
        while True:
            kind, body = self.receive()
            if kind == OUT:
                assert not done, "OUT after DONE"
                run, stream = struct.unpack_from(">IB", body)
                assert run == id
                report.out[stream] += body[5:]
                report.order.append((stream, len(body) - 5))
                if on_output:
                    on_output(body[5:])
            elif kind == PEER_DONE:
                report.peer = Report()
                self.ended(report.peer, body, id)
            elif kind == STDOUT_CLOSED:
                assert not done and body == struct.pack(">I", id)
                report.order.append("closed")
                if on_output:
                    on_output(None)
            elif kind == DONE:
                self.ended(report, body, id)
                done = True
            elif kind in (FILE, FILES_END):
                assert done, "files before DONE"
                report.files, report.left_out = self.files(kind, body)
            elif kind == CLEAN:
                run, report.clean = struct.unpack_from(">IB", body)
                assert done and run == id
                report.reason = body[5:].decode()
                return report
            else:
                raise AssertionError(f"{NAMES.get(kind, kind)}: {body[:200]!r}")

    def ended(self, report, body, id):
        fields = self.fields(body)
        for tag, name in DONE_FIELDS.items():
            value = fields.get(tag)
            if tag in (18, 19, 20):
                setattr(report, name, None if value is None else int.from_bytes(value, "big"))
            elif tag == 16:
                setattr(report, name, value.decode() if value is not None else None)
            else:
                assert len(value) == FIELD_WIDTHS.get(tag, 8), f"field {name} has {len(value)} bytes"
                setattr(report, name, int.from_bytes(value, "big"))
        assert report.id == id

    def run_pair(self, program, peer, staged=(), program_options=None, peer_options=None):
        """The program and its peer, each a command and the options of its own."""
        id = next(self.ids)
        self.send(*[folder(path) if data is None else stage(path, data) for path, data in staged], frame(PEER, run_body(id, peer, **(peer_options or {}))))
        self.send(frame(RUN, run_body(id, program, **(program_options or {}))))
        return self.collect(id)

    def run(self, *argv, **options):
        id = next(self.ids)
        self.send(frame(RUN, run_body(id, argv, **options)))
        return self.collect(id)

    def fetch(self):
        self.send(frame(FETCH))
        files, left_out = self.files(*self.receive())
        assert left_out == []
        return files

    def files(self, kind, body):
        """From the first of the frames to FILES_END: the files by their paths, and the names of those left out."""
        files, names = {}, []
        while True:
            if kind == FILES_END:
                count, total, left_out = struct.unpack(">IQI", body)
                assert left_out == len(names) or len(names) == 1024 < left_out
                assert count == len(files) and total == sum(len(data) for _, data in files.values())
                return {path: (executable, bytes(data)) for path, (executable, data) in files.items()}, names
            assert kind == FILE, NAMES.get(kind, kind)
            flags, length = struct.unpack_from(">BH", body)
            path, data = body[3:3 + length], body[3 + length:]
            if flags & 4:
                assert flags == 4 and data == b""
                names.append(path)
            elif flags & 1:
                files[path][1].extend(data)
            else:
                assert path not in files
                files[path] = (bool(flags & 2), bytearray(data))
            kind, body = self.receive()
