"""The built supervisor in real hardened containers: what PROTOCOL.md promises, and what programs try against it."""

import os
import re
import struct
import subprocess
import unittest

from sandbox import (CLEAN, COMPILE, CPU_LIMIT, DONE, EXITED, FAULT, FETCH, FILES_END, HOST_KILL, IMAGE, INSTALL, INSTALLED, KILL,
                     NOT_STARTED, OUT, PING, PONG, PROGRAM, RUN, SIGNALLED, STAGE, STAGE_MAX, STDERR_LIMIT, STDIN, STDOUT_LIMIT,
                     UID_BASE, UID_COUNT, UNLIMITED, WALL_LIMIT, Gone, Sandbox, build_image, field, folder, frame, run_body,
                     stage, PEER)

SIGKILL, SIGABRT, SIGSEGV, SIGXFSZ = 9, 6, 11, 25
ENOENT, EACCES, ENOEXEC, EFBIG = 2, 13, 8, 27


def setUpModule():
    build_image()


def stdin(run, data):
    return frame(STDIN, struct.pack(">I", run) + data)


def kill(run):
    return frame(KILL, struct.pack(">I", run))


class SharedSandbox(unittest.TestCase):
    """Tests that leave the sandbox as clean as they found it share one, which is itself a test of that."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()

    @classmethod
    def tearDownClass(cls):
        assert cls.sandbox.close() == 0

    def run_actor(self, *arguments, **options):
        report = self.sandbox.run("/bin/actor", *arguments, **options)
        self.assertTrue(report.clean, report.reason)
        return report

    def assert_exit(self, report, code=0):
        self.assertEqual((report.end, report.code, report.stop), (EXITED, code, 0), report.error or report.text())


class Reports(SharedSandbox):
    def test_greets_with_facts(self):
        hello = {tag: int.from_bytes(value, "big") for tag, value in self.sandbox.hello.items() if tag != 5}
        self.assertEqual(hello[1], 2)
        self.assertIn(hello[2], (1, 2))
        self.assertEqual(hello[3], UID_BASE)
        self.assertEqual(hello[4], 512 << 20)
        self.assertEqual(self.sandbox.hello[5].decode(), os.uname().release)

    def test_exit_codes_signals_and_failures_to_start(self):
        self.assert_exit(self.run_actor("exit", "0"))
        self.assert_exit(self.run_actor("exit", "255"), 255)
        for signal in (SIGABRT, SIGSEGV, SIGKILL):
            report = self.run_actor("raise", str(signal))
            self.assertEqual((report.end, report.code, report.stop), (SIGNALLED, signal, 0))
        for program, errno in (("/bin/nothing", ENOENT), ("nothing", ENOENT), ("/bin/not-executable", EACCES),
                               ("not-executable", EACCES), ("wrong-format", ENOEXEC), ("/bin", EACCES)):
            report = self.sandbox.run(program)
            self.assertEqual((report.end, report.code), (NOT_STARTED, errno), program)
            self.assertIn(program, report.error)
            self.assertTrue(report.clean)

    def test_looks_programs_up_in_the_given_path_only(self):
        self.assert_exit(self.sandbox.run("actor", "quiet", env=("PATH=/nowhere::/bin",)))
        self.assertEqual(self.sandbox.run("actor", env=()).end, NOT_STARTED)

    def test_separates_and_merges_the_streams(self):
        report = self.run_actor("interleave")
        self.assertEqual((bytes(report.out[1]), bytes(report.out[2])), (b"ooooo", b"eeeee"))
        self.assertEqual((report.stdout, report.stderr), (5, 5))
        report = self.run_actor("interleave", merge=1)
        self.assertEqual((bytes(report.out[1]), bytes(report.out[2])), (b"oeoeoeoeoe", b""))
        self.assertEqual((report.stdout, report.stderr), (10, 0))

    def test_cpu_time_agrees_with_what_the_program_sees_of_itself(self):
        report = self.run_actor("spin", "600")
        self.assert_exit(report)
        own = int(report.text())
        self.assertLess(abs(report.cpu - own), own * 0.02)
        self.assertEqual(report.user + report.system, report.cpu)
        self.assertEqual(report.cpu_source, 1)
        self.assertGreaterEqual(report.wall, report.cpu * 9 // 10)

    def test_cpu_time_is_the_whole_trees(self):
        for how in ("wait", "ignore"):
            report = self.run_actor("spin-children", "100", "3", how)
            self.assert_exit(report)
            self.assertGreaterEqual(report.cpu, 290_000, how)
            self.assertLess(report.cpu, 450_000, how)

    def test_peak_resident_is_the_programs_not_the_supervisors(self):
        big = self.run_actor("allocate", "40")
        self.assertGreaterEqual(big.peak_resident, 40 << 20)
        self.assertLess(abs(big.peak_resident - int(big.text())), 1 << 20)
        self.assertGreaterEqual(big.peak_cgroup, 40 << 20)
        self.sandbox.send(*(stage(f"file{i}", bytes(1 << 20)) for i in range(10)), frame(INSTALL))
        self.sandbox.expect(INSTALLED)
        self.assertLess(self.run_actor("quiet").peak_resident, 2 << 20)
        self.assertLess(self.run_actor("quiet", input=bytes(1_000_000)).peak_resident, 4 << 20)
        self.assertLess(self.run_actor("quiet").peak_resident, 2 << 20)

    def test_runs_sent_ahead_are_executed_in_order(self):
        first = [next(self.sandbox.ids) for _ in range(300)][0]
        self.sandbox.send_aside(b"".join(frame(RUN, run_body(first + i, ["actor", "arguments", str(i)])) for i in range(300)), frame(PING, b"after"))
        for i in range(300):
            self.assertEqual(self.sandbox.collect(first + i).text(), f"[{i}]")
        self.assertEqual(self.sandbox.expect(PONG), b"after")

    def test_ping(self):
        for data in (b"", b"x" * 64):
            self.sandbox.send(frame(PING, data))
            self.assertEqual(self.sandbox.expect(PONG), data)


class Confinement(SharedSandbox):
    def status(self):
        lines = self.run_actor("status").text().splitlines()
        return dict(line.split(":", 1) for line in lines if ":" in line), lines

    def test_a_program_has_no_privilege_at_all(self):
        status, lines = self.status()
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(status[name], 16), 0, name)
        self.assertEqual(status["NoNewPrivs"].strip(), "1")
        self.assertEqual(status["Seccomp"].strip(), "2")
        self.assertEqual(status["supplementary"], "0")
        self.assertEqual(status["session"], "1")
        self.assertEqual(status["oom_score_adj"], "1000")
        self.assertEqual(status["cwd"], "/box/run")
        for name in ("SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd"):
            self.assertEqual(int(status[name], 16), 0, name)
        self.assertEqual([line for line in lines if "not default" in line], [])

    def test_resource_limits_are_those_asked_for(self):
        report = self.run_actor("status", cpu=2_500_000, file_size=12345, open_files=77, stack=UNLIMITED)
        limits = dict(re.findall(r"rlimit (\w+):(.*)", report.text()))
        self.assertEqual(limits, {"core": "1 1", "memlock": "0 0", "msgqueue": "0 0", "cpu": "4 4", "fsize": "12345 12345",
                                  "nofile": "77 77", "stack": "-1 -1"})

    def test_users_rotate_through_the_range_and_never_repeat_at_once(self):
        seen = []
        for _ in range(UID_COUNT * 2):
            status, _ = self.status()
            uids, gids = status["Uid"].split(), status["Gid"].split()
            self.assertEqual(len(set(uids + gids)), 1)
            seen.append(int(uids[0]))
        first = seen[0]
        allowed = range(UID_BASE + 2, UID_BASE + UID_COUNT)
        self.assertEqual(set(seen), set(allowed))
        for before, after in zip(seen, seen[1:]):
            self.assertEqual(after, before + 1 if before + 1 in allowed else allowed.start)

    def test_three_descriptors_and_nothing_else(self):
        for options in ({}, {"input": b"x"}, {"stdin": 0}, {"merge": 1}):
            lines = self.run_actor("descriptors", **options).text().splitlines()
            self.assertEqual([line.split()[0] for line in lines], ["0", "1", "2"])
            self.assertTrue(lines[0].startswith("0 pipe:" if "input" in options else "0 /dev/null"))
            self.assertTrue(all(line.endswith(" 0") for line in lines), "blocking")

    def test_the_environment_is_exactly_what_was_given(self):
        given = ("B=2", "A=", "PATH=/bin", "C=x=y", "B=3")
        self.assertEqual(self.run_actor("environment", env=given).text().splitlines(), list(given))
        self.assertEqual(self.run_actor("environment", env=()).text(), "")

    def test_arguments_arrive_as_they_are(self):
        given = ["", " ", "a b", "$(id)", "*", "\n", "é", "-x"]
        self.assertEqual(self.run_actor("arguments", *given).text(), "".join(f"[{a}]" for a in given))

    def test_a_program_may_reopen_its_own_streams(self):
        self.assertEqual(self.run_actor("reopen", input=b"x").text(), "reopened\n")

    def test_the_supervisor_is_out_of_reach(self):
        self.assertEqual(self.run_actor("reach-supervisor").text(), "end\n")

    def test_system_calls_are_filtered(self):
        self.assert_exit(self.run_actor("call", "41", "16", "3", "0"), 1)  # socket(AF_NETLINK): EPERM
        report = self.run_actor("call", "101", "0", "0", "0")  # ptrace
        self.assertEqual((report.end, report.code), (SIGNALLED, 31))

    def test_each_run_starts_in_an_empty_place_of_its_own(self):
        for place in ("/box/run", "/tmp"):
            self.run_actor("litter", place, "file")
            self.assertEqual(self.run_actor("look").text(), "1 1 700\n")


class Survivors(SharedSandbox):
    def test_daemons_die_with_the_run(self):
        for how in ("deaf", "stop"):
            report = self.run_actor("orphan", how)
            self.assert_exit(report)
            self.assertEqual(report.left_over, 1)

    def test_output_written_by_a_leftover_is_drained_and_ends(self):
        report = self.run_actor("chatty-orphan", stdout=1 << 30)
        self.assert_exit(report)
        self.assertEqual(report.stdout, len(report.out[1]))
        self.assertEqual(report.left_over, 1)

    def test_all_leftovers_are_counted(self):
        report = self.run_actor("many-orphans", "20")
        self.assertEqual((report.text(), report.left_over), ("20\n", 20))

    def test_a_fork_bomb_ends_with_the_limit_and_is_seen(self):
        report = self.run_actor("fork-bomb", wall=500_000)
        self.assertEqual((report.end, report.code, report.stop), (SIGNALLED, SIGKILL, WALL_LIMIT))
        self.assertGreater(report.fork_refusals, 0)
        self.assertGreaterEqual(report.left_over, 50)
        self.assertEqual(self.run_actor("many-orphans", "3").fork_refusals, 0)

    def test_fork_refusals_are_the_runs_own(self):
        report = self.run_actor("many-orphans", "100")
        self.assertEqual(int(report.text()), report.left_over)
        self.assertEqual(report.fork_refusals, 100 - report.left_over)

    def test_the_deaf_the_stopped_and_the_silent_meet_the_wall_limit(self):
        for act in ("deaf", "stop", "silent-sleep", "sleep"):
            report = self.run_actor(act, wall=100_000)
            self.assertEqual((report.end, report.code, report.stop), (SIGNALLED, SIGKILL, WALL_LIMIT), act)
            self.assertGreaterEqual(report.wall, 100_000)


class Limits(SharedSandbox):
    def test_cpu_limit(self):
        for act in (["spin", "0"], ["spin-threads", "3"], ["fork-bomb"]):
            report = self.run_actor(*act, cpu=200_000)
            self.assertEqual((report.stop, report.end, report.code), (CPU_LIMIT, SIGNALLED, SIGKILL), act)
            self.assertGreater(report.cpu, 200_000)

    def test_cpu_time_within_the_limit_is_not_stopped(self):
        self.assert_exit(self.run_actor("spin", "100", cpu=400_000))

    def test_sleeping_costs_no_cpu(self):
        report = self.run_actor("sleep", cpu=50_000, wall=300_000)
        self.assertEqual(report.stop, WALL_LIMIT)
        self.assertLess(report.cpu, 50_000)

    def test_output_limit_ends_the_run_and_sends_exactly_the_limit(self):
        for stream, option, stop in ((1, "stdout", STDOUT_LIMIT), (2, "stderr", STDERR_LIMIT)):
            report = self.run_actor("emit", str(stream), "100000000", **{option: 123_457})
            self.assertEqual((report.stop, report.end, report.code), (stop, SIGNALLED, SIGKILL))
            self.assertEqual(len(report.out[stream]), 123_457)
            self.assertGreater(getattr(report, option), 123_457)
            self.assertLess(getattr(report, option), 123_457 + (2 << 20))

    def test_draining_counts_everything_and_ends_normally(self):
        report = self.run_actor("emit", "1", "5000000", "2", "3000000", stdout=1000, stderr=0, drain=1)
        self.assert_exit(report)
        self.assertEqual((len(report.out[1]), len(report.out[2])), (1000, 0))
        self.assertEqual((report.stdout, report.stderr), (5_000_000, 3_000_000))

    def test_output_of_exactly_the_limit_is_fine(self):
        report = self.run_actor("emit", "1", "50000", stdout=50_000)
        self.assert_exit(report)
        self.assertEqual((report.stdout, len(report.out[1])), (50_000, 50_000))

    def test_a_byte_too_much_is_seen_even_when_the_program_has_ended(self):
        report = self.run_actor("emit", "1", "101", stdout=100)
        self.assertIn(report.stop, (0, STDOUT_LIMIT))
        self.assertEqual((report.stdout, len(report.out[1])), (101, 100))

    def test_file_size(self):
        report = self.run_actor("big-file", file_size=100_000)
        self.assertEqual((report.end, report.code), (SIGNALLED, SIGXFSZ))

    def test_memory_is_counted_by_the_kernel(self):
        report = self.run_actor("allocate", "700")
        self.assertEqual((report.end, report.code, report.stop, report.oom_kills), (SIGNALLED, SIGKILL, 0, 1))
        report = self.run_actor("allocate", "700", "child")
        self.assert_exit(report)
        self.assertEqual(report.oom_kills, 1)
        self.assertEqual(self.run_actor("allocate", "10").oom_kills, 0)

    def test_a_lowered_oom_score_does_not_turn_the_kernel_against_the_supervisor(self):
        report = self.run_actor("allocate-many", "12", "60", "0", wall=5_000_000)
        self.assertGreaterEqual(report.oom_kills, 1)
        self.assert_exit(self.run_actor("quiet"))

    def test_kill_from_the_host(self):
        for how in ("sleep", "spin", "fork-bomb"):
            id = next(self.sandbox.ids)
            self.sandbox.send(frame(RUN, run_body(id, ["actor", how])), kill(id))
            report = self.sandbox.collect(id)
            self.assertEqual(report.stop, HOST_KILL)
            self.assertTrue(report.clean)

    def test_kills_for_other_runs_are_ignored_and_early_ones_remembered(self):
        first = next(self.sandbox.ids)
        second = next(self.sandbox.ids)
        self.sandbox.send(kill(second), kill(first - 1), frame(RUN, run_body(first, ["actor", "quiet"])),
                          frame(RUN, run_body(second, ["actor", "sleep"])))
        self.assert_exit(self.sandbox.collect(first))
        report = self.sandbox.collect(second)
        self.assertEqual((report.end, report.stop), (NOT_STARTED, HOST_KILL))
        self.assertTrue(report.clean)
        self.sandbox.send(kill(second))
        self.assert_exit(self.run_actor("quiet"))


class Input(SharedSandbox):
    def test_empty_input(self):
        for options in ({}, {"stdin": 0}, {"input": b""}):
            report = self.run_actor("echo", **options)
            self.assert_exit(report)
            self.assertEqual(report.stdout, 0)

    def test_given_input_of_all_sizes(self):
        for size in (1, 4096, 65536, 65537, 1_000_000):
            data = os.urandom(size)
            report = self.run_actor("echo", input=data)
            self.assert_exit(report)
            self.assertEqual(bytes(report.out[1]), data)

    def test_streamed_input(self):
        data = os.urandom(20 << 20)
        id = next(self.sandbox.ids)
        parts = [stdin(id, data[at:at + 700_001]) for at in range(0, len(data), 700_001)]
        self.sandbox.send_aside(frame(RUN, run_body(id, ["actor", "echo"], stdin=2, stdout=1 << 30)), *parts, stdin(id, b""))
        report = self.sandbox.collect(id)
        self.assert_exit(report)
        self.assertEqual(bytes(report.out[1]), data)

    def test_a_dialogue_needs_no_flushing_tricks(self):
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "dialogue"], stdin=2)), stdin(id, b"0\n"))
        answers = []

        def answer(data):
            answers.append(data)
            if data.startswith(b"got"):
                self.sandbox.send(stdin(id, b"%d\n" % len(answers) if len(answers) < 50 else b""))

        report = self.sandbox.collect(id, answer)
        self.assertEqual(report.text(), "".join(f"got {i}\n" for i in range(50)) + "end\n")

    def test_one_that_closes_its_output_and_lives_on_is_told_of(self):
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "talk", "say:all", "fall-silent", "hear-the-end", "exit:7"], stdin=2)))
        report = self.sandbox.collect(id, lambda data: self.sandbox.send(stdin(id, b"")) if data is None else None)
        self.assertEqual((report.text(), report.order, report.code), ("all\n", [(1, 4), "closed"], 7))
        # Nobody is told of one that ends, and of one without anybody to talk with.
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "talk", "exit:0"], stdin=2)))
        self.assertEqual(self.sandbox.collect(id).order, [])
        self.assertEqual(self.run_actor("talk", "fall-silent", "pause", input=b"x").order, [])

    def test_64_mib_that_nobody_reads(self):
        for act, wall in (("sleep", 300_000), ("read-some", 20_000_000)):
            id = next(self.sandbox.ids)
            parts = [stdin(id, bytes(1 << 20)) for _ in range(64)]
            sender = self.sandbox.send_aside(frame(RUN, run_body(id, ["actor", act], stdin=2, wall=wall)), *parts, stdin(id, b""))
            report = self.sandbox.collect(id)
            self.assertEqual(report.stop, WALL_LIMIT if act == "sleep" else 0)
            self.assertTrue(report.clean)
            sender.join()
        self.assert_exit(self.run_actor("quiet"))

    def test_input_the_program_has_closed(self):
        report = self.run_actor("close-input", "0", input=bytes(900_000))
        self.assert_exit(report)
        id = next(self.sandbox.ids)
        parts = [stdin(id, bytes(1 << 20)) for _ in range(10)]
        self.sandbox.send_aside(frame(RUN, run_body(id, ["actor", "close-input", "1"], stdin=2)), *parts, kill(id))
        self.assertEqual(self.sandbox.collect(id).stop, HOST_KILL)

    def test_input_for_ended_runs_is_ignored(self):
        self.assert_exit(self.run_actor("quiet"))
        self.sandbox.send(stdin(1, b"late"), stdin(1, b""))
        self.assert_exit(self.run_actor("quiet"))

    def test_input_sent_before_its_run_has_begun_waits_for_it(self):
        first, second = next(self.sandbox.ids), next(self.sandbox.ids)
        self.sandbox.send(frame(RUN, run_body(first, ["actor", "echo"], stdin=2)), frame(RUN, run_body(second, ["actor", "echo"], stdin=2)),
                          stdin(second, b"two"), stdin(first, b"one"), stdin(second, b""), stdin(first, b""))
        self.assertEqual(self.sandbox.collect(first).text(), "one")
        self.assertEqual(self.sandbox.collect(second).text(), "two")


class Output(SharedSandbox):
    def test_both_streams_flooded_at_once(self):
        report = self.run_actor("flood", "400000", stdout=1 << 30, stderr=1 << 30)
        self.assert_exit(report)
        expected = b"".join(b"%07d\n" % i for i in range(400_000))
        self.assertEqual(bytes(report.out[1]), expected)
        self.assertEqual(bytes(report.out[2]), expected)

    def test_a_slow_host_slows_the_program_and_loses_nothing(self):
        id = next(self.sandbox.ids)
        size = 30_000_000
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "emit", "1", str(size)], stdout=1 << 30)))
        # Nothing is read until the supervisor can be seen to wait: its own stream is full, and so is every buffer on the way.
        previous = -1
        while previous != (now := self.cpu_of_container()):
            previous = now
        report = self.sandbox.collect(id)
        self.assert_exit(report)
        self.assertEqual(bytes(report.out[1]), b"x" * size)

    def cpu_of_container(self):
        stats = subprocess.run(["docker", "stats", "--no-stream", "--format", "{{.CPUPerc}} {{.PIDs}}", self.sandbox.name],
                               capture_output=True, text=True, check=True).stdout
        return stats

    def test_limits_hold_while_the_host_reads_nothing(self):
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "emit", "1", "1000000000"], stdout=1 << 40, wall=400_000)))
        # The program is gone before a single byte is read: only the supervisor is left.
        while not self.cpu_of_container().endswith(" 1\n"):
            pass
        report = self.sandbox.collect(id)
        self.assertEqual(report.stop, WALL_LIMIT)
        self.assertEqual(report.stdout, len(report.out[1]))

    def test_limits_hold_inside_a_partial_frame(self):
        id = next(self.sandbox.ids)
        after = frame(PING, b"whole")
        self.sandbox.send(frame(RUN, run_body(id, ["actor", "sleep"], wall=100_000)), after[:7])
        self.assertEqual(self.sandbox.collect(id).stop, WALL_LIMIT)
        self.sandbox.send(after[7:])
        self.assertEqual(self.sandbox.expect(PONG), b"whole")


class Litter(SharedSandbox):
    def test_everything_a_program_can_leave_is_removed(self):
        for place in ("/box/run", "/tmp"):
            for kind in (["file"], ["locked"], ["inodes"], ["space"], ["odd"], ["deep", "300"]):
                with self.subTest(place=place, kind=kind):
                    report = self.run_actor("litter", place, *kind)
                    self.assert_exit(report)
                    self.assertEqual(self.run_actor("look").text(), "1 1 700\n")

    def test_trees_deeper_than_any_path(self):
        with Sandbox(box="size=48m,nr_inodes=20000", tmp="size=16m,nr_inodes=20000") as sandbox:
            for place in ("/box/run", "/tmp"):
                report = sandbox.run("actor", "litter", place, "deep", "3000")
                self.assertEqual((report.code, report.clean), (0, 1), report.reason or report.text())
                self.assertEqual(sandbox.run("actor", "look").text(), "1 1 700\n")

    def test_a_tree_full_of_inodes_can_be_cleaned_after_a_compile_too(self):
        report = self.run_actor("litter", "/tmp", "inodes", phase=COMPILE)
        self.assert_exit(report)
        self.assertGreater(int(report.text()), 100)
        self.assertEqual(self.run_actor("look").text(), "1 1 700\n")


class Pairs(SharedSandbox):
    """Two that talk: what becomes of one when the other ends, by whom it was ended, and that neither reaches the other."""

    transcript = None

    def talk(self, program, peer, clean=True, staged=(), program_options=None, **peer_options):
        peer_options.setdefault("accept", (42,))
        peer_options.setdefault("transcript", self.transcript)
        report = self.sandbox.run_pair(("/bin/actor", "talk", *program), ("/bin/actor", "talk", *peer), staged,
                                       program_options=program_options, peer_options=peer_options)
        self.assertEqual(bool(report.clean), clean, report.reason)
        return report

    def ends(self, report):
        return (report.end, report.code, report.stop), (report.peer.end, report.peer.code, report.peer.stop), report.first

    def test_they_talk_and_each_ends_by_itself(self):
        report = self.talk(("hear", "say:4", "hear-the-end", "exit:0"), ("say:2 + 2", "hear", "exit:42"))
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 2))
        self.assertEqual(bytes(report.out[2]), b"heard 2 + 2\n")
        self.assertEqual(bytes(report.out[4]), b"heard 4\n")
        self.assertEqual(bytes(report.out[1]), b"")

    def test_when_the_program_ends_its_peer_hears_the_end(self):
        report = self.talk(("exit:3",), ("hear-the-end", "exit:43"))
        self.assertEqual(self.ends(report), ((EXITED, 3, 0), (EXITED, 43, 0), 1))
        report = self.talk(("crash",), ("hear-the-end", "exit:42"))
        self.assertEqual(self.ends(report), ((SIGNALLED, 11, 0), (EXITED, 42, 0), 1))

    def test_when_a_side_closes_its_output_the_other_hears_the_end(self):
        report = self.talk(("say:last", "fall-silent", "hear", "exit:0"), ("hear", "hear-the-end", "say:bye", "exit:42"))
        self.assertEqual(self.ends(report)[:2], ((EXITED, 0, 0), (EXITED, 42, 0)))
        report = self.talk(("hear", "hear-the-end", "say:all", "exit:0"), ("say:go", "fall-silent", "hear", "exit:42"))
        self.assertEqual(self.ends(report)[:2], ((EXITED, 0, 0), (EXITED, 42, 0)))

    def test_an_output_that_a_child_or_a_thread_still_has_is_not_closed(self):
        report = self.talk(("child", "fall-silent", "hang"), ("hear-the-end", "exit:42"), program_options={"wall": 700_000})
        self.assertEqual(self.ends(report)[:2], ((SIGNALLED, 9, WALL_LIMIT), (SIGNALLED, 9, WALL_LIMIT)))
        report = self.talk(("thread", "hear", "say:4", "exit:0"), ("pause", "say:2 + 2", "hear", "exit:42"))
        self.assertEqual(self.ends(report)[:2], ((EXITED, 0, 0), (EXITED, 42, 0)))

    def test_children_do_not_keep_the_conversation_open(self):
        report = self.talk(("child", "exit:0"), ("hear-the-end", "child", "exit:42"))
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 1))
        self.assertEqual((report.left_over, report.peer.left_over), (1, 1))

    def test_a_late_word_is_no_crash_once_the_peer_has_accepted(self):
        report = self.talk(("hear-the-end", "flood", "exit:0"), ("exit:42",))
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 2))

    def test_whom_the_peer_has_not_accepted_is_ended_at_once(self):
        for program in (("spin",), ("hang",), ("flood", "hang"), ("child", "spin")):
            report = self.talk(program, ("exit:43",), program_options={"cpu": 600_000_000, "wall": 600_000_000})
            self.assertEqual(self.ends(report), ((SIGNALLED, SIGKILL, 0), (EXITED, 43, 0), 2))
            self.assertLess(report.wall, 60_000_000)
        report = self.talk(("spin",), ("crash",), program_options={"cpu": 600_000_000})
        self.assertEqual(self.ends(report), ((SIGNALLED, SIGKILL, 0), (SIGNALLED, 11, 0), 2))

    def test_what_a_rejected_program_leaves_running_ends_with_it(self):
        report = self.talk(("child", "say:ready", "hang"), ("hear", "exit:43"))
        self.assertEqual(self.ends(report), ((SIGNALLED, SIGKILL, 0), (EXITED, 43, 0), 2))
        self.assertEqual(report.left_over, 1)

    def test_a_peer_that_writes_to_one_that_has_ended_is_not_blocked(self):
        report = self.talk(("exit:0",), ("hear-the-end", "flood", "exit:42"))
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 1))

    def test_two_that_wait_for_each_other_meet_the_wall_limit_of_the_program(self):
        report = self.talk(("hear", "exit:0"), ("hear", "exit:42"), program_options={"wall": 200_000})
        self.assertEqual(self.ends(report)[:2], ((SIGNALLED, SIGKILL, WALL_LIMIT), (SIGNALLED, SIGKILL, WALL_LIMIT)))

    def test_a_peer_that_never_ends_meets_its_own_limits(self):
        report = self.talk(("exit:0",), ("hang",), wall=200_000)
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (SIGNALLED, SIGKILL, WALL_LIMIT), 1))
        report = self.talk(("exit:0",), ("spin",), cpu=100_000)
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (SIGNALLED, SIGKILL, CPU_LIMIT), 1))

    def test_cpu_time_is_each_ones_own(self):
        report = self.talk(("spin",), ("hear-the-end", "exit:42"), program_options={"cpu": 200_000})
        self.assertEqual(self.ends(report), ((SIGNALLED, SIGKILL, CPU_LIMIT), (EXITED, 42, 0), 1))
        self.assertGreater(report.cpu, 200_000)
        self.assertLess(report.peer.cpu, 100_000)
        report = self.talk(("hear-the-end", "exit:0"), ("spin",), cpu=200_000, program_options={"cpu": 100_000})
        self.assertEqual(self.ends(report)[:2], ((SIGNALLED, SIGKILL, 0), (SIGNALLED, SIGKILL, CPU_LIMIT)))
        self.assertLess(report.cpu, 100_000)

    def test_the_peer_has_a_folder_of_its_own(self):
        staged = (("input", b"secret"), ("feedback/here", b""))
        report = self.talk(("hear", "read:/box/peer/input", "exit:0"),
                           ("read:input", "leave:feedback/message", "leave:/tmp/mine", "say:go", "hear-the-end", "exit:42"), staged=staged,
                           keep=("feedback/*",), collect=1000)
        self.assertEqual(self.ends(report), ((EXITED, 13, 0), (EXITED, 42, 0), 1))
        self.assertEqual(report.files, {b"feedback/here": (False, b""), b"feedback/message": (False, b"left")})
        report = self.talk(("leave:/tmp/mine", "leave:mine", "exit:0"), ("leave:/tmp/yours", "leave:yours", "exit:42"))
        self.assertEqual(self.ends(report)[:2], ((EXITED, 0, 0), (EXITED, 42, 0)))
        self.assertEqual(self.run_actor("look").text().split()[1], "1")

    def test_a_peer_that_is_not_there_is_told_apart(self):
        report = self.sandbox.run_pair(("/bin/actor", "talk", "hear-the-end", "exit:7"), ("/bin/nothing",), peer_options={"accept": (42,)})
        self.assertTrue(report.clean, report.reason)
        self.assertEqual((report.end, report.code, report.stop), (SIGNALLED, SIGKILL, 0))
        self.assertEqual((report.peer.end, report.peer.code), (NOT_STARTED, 2))

    def test_a_kill_ends_both(self):
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(PEER, run_body(id, ("/bin/actor", "talk", "hang"))), frame(RUN, run_body(id, ("/bin/actor", "talk", "hang"))))
        self.sandbox.send(frame(KILL, struct.pack(">I", id)))
        report = self.sandbox.collect(id)
        self.assertEqual(self.ends(report)[:2], ((SIGNALLED, SIGKILL, HOST_KILL),) * 2)

    def test_a_recorded_conversation_ends_like_any_other(self):
        for name in [name for name in dir(self) if name.startswith("test_") and "recorded" not in name]:
            with self.subTest(name):
                self.transcript = 1 << 16
                try:
                    getattr(self, name)()
                finally:
                    self.transcript = None

    def test_what_was_said_is_recorded_with_times(self):
        report = self.talk(("hear", "say:4", "hear-the-end", "say:too late", "exit:0"), ("say:2 + 2", "hear", "exit:42"), transcript=1000)
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 2))
        said = re.sub(rb"\[ *[0-9]+\.[0-9]{3}s/", b"[/", bytes(report.out[3]))
        self.assertEqual(said, b"[/6]>: 2 + 2\n\n[/2]<: 4\n\n[/9]<: too late\n\n")
        self.assertEqual((report.stdout, report.peer.stdout, report.cut), (11, 6, 0))

    def test_a_recorded_transcript_has_a_bound(self):
        report = self.talk(("answer", "exit:0"), ("ask:1000", "exit:42"), transcript=500)
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 2))
        self.assertLessEqual(len(report.out[3]), 500)
        self.assertEqual((report.stdout, report.peer.stdout, report.cut), (2000, 2000, 1))
        report = self.talk(("hear-the-end", "flood", "exit:0"), ("exit:42",), transcript=4 << 20)
        self.assertEqual((report.stdout, len(report.out[3]), report.cut), (6553600, 4 << 20, 1))

    def test_neither_can_be_started(self):
        report = self.sandbox.run_pair(("/bin/nothing",), ("/bin/nothing",))
        self.assertEqual(((report.end, report.code), (report.peer.end, report.peer.code)), ((NOT_STARTED, ENOENT),) * 2)
        self.assertTrue(report.clean, report.reason)
        id = next(self.sandbox.ids)
        many = [stage(f"{i}", b"") for i in range(3000)]
        self.sandbox.send(*many, frame(PEER, run_body(id, ("/bin/actor",))), *many, frame(RUN, run_body(id, ("/bin/actor",))))
        report = self.sandbox.collect(id)
        self.assertEqual(((report.end, report.code), (report.peer.end, report.peer.code)), ((NOT_STARTED, 28),) * 2)
        self.assertEqual(report.first, 0)
        self.assertTrue(report.clean, report.reason)
        self.assertEqual(self.run_actor("look").text().split()[1], "1", "what was staged for it is nobody's")

    def test_who_was_never_there_is_not_waited_for(self):
        impossible, transcript = [stage("a", b""), stage("a/b", b"")], self.transcript
        talker = ("/bin/actor", "talk", "hear-the-end", "flood", "exit:0")
        id = next(self.sandbox.ids)
        self.sandbox.send(*impossible, frame(PEER, run_body(id, ("/bin/actor",), accept=(0,), transcript=transcript)), frame(RUN, run_body(id, talker)))
        report = self.sandbox.collect(id)
        self.assertEqual((report.end, report.code, report.stop), (SIGNALLED, SIGKILL, 0))
        self.assertEqual((report.peer.end, report.first), (NOT_STARTED, 1))
        self.assertTrue(report.clean, report.reason)
        id = next(self.sandbox.ids)
        self.sandbox.send(frame(PEER, run_body(id, talker, accept=(0,), transcript=transcript)), *impossible, frame(RUN, run_body(id, ("/bin/actor",))))
        report = self.sandbox.collect(id)
        self.assertEqual((report.peer.end, report.peer.code, report.peer.stop), (EXITED, 0, 0))
        self.assertEqual((report.end, report.first), (NOT_STARTED, 2))
        self.assertTrue(report.clean, report.reason)

    def test_both_may_open_their_pipes_anew(self):
        report = self.talk(("reopen", "hear", "say:4", "exit:0"), ("reopen", "say:2 + 2", "hear", "exit:42"))
        self.assertEqual((report.end, report.code, report.peer.end, report.peer.code), (EXITED, 0, EXITED, 42))

    def test_a_conversation_of_many_lines(self):
        report = self.talk(("answer", "exit:0"), ("ask:20000", "exit:42"))
        self.assertEqual(self.ends(report), ((EXITED, 0, 0), (EXITED, 42, 0), 2))


class Files(SharedSandbox):
    def compile(self, *argv, keep=(), **options):
        report = self.sandbox.run(*argv, phase=COMPILE, keep=keep, **options)
        self.assertTrue(report.clean, report.reason)
        return report

    def test_only_results_stay_and_links_never_do(self):
        self.sandbox.send(stage("main.c", b"source"))
        report = self.compile("actor", "compile", "3", keep=("program*", "out/**/*.class"))
        self.assertEqual((report.text(), report.code), ("1", 3))
        self.assertEqual(self.sandbox.fetch(), {b"program": (True, b"result"), b"out/deep/x.class": (False, b"class")})
        report = self.run_actor("try-write", "program", "/box/app/program", "/box/app/out/deep/x.class", "/box/app/out/new", "/box/app/new")
        self.assertEqual([line.rsplit(" ", 1)[1] for line in report.text().splitlines()], ["written"] + ["denied"] * 4)
        self.assertEqual(self.run_actor("read-file", "/box/app/program").text(), "result")
        self.assertEqual(self.run_actor("look").text(), "1 1 700\n")

    def test_what_a_program_leaves_can_be_collected(self):
        report = self.run_actor("compile", "3", keep=("program*", "out/**/*.class"), collect=1000)
        self.assertEqual((report.code, report.clean), (3, 1))
        self.assertEqual(report.files, {b"program": (True, b"result"), b"out/deep/x.class": (False, b"class")})
        self.assertEqual(report.left_out, [])
        self.assertEqual(self.run_actor("look").text().split()[1], "1", "it is gone afterwards")

    def test_collecting_has_bounds(self):
        report = self.run_actor("compile", "0", keep=("**",), collect=10)
        self.assertLessEqual(sum(len(data) for _, data in report.files.values()), 10)
        self.assertGreater(len(report.left_out), 0)
        self.sandbox.send(*[stage(f"{size}", bytes(size)) for size in (1, 99, 100, 101)])
        report = self.run_actor("quiet", keep=("*",), collect=1000, collect_each=100)
        self.assertEqual((set(report.files), report.left_out), ({b"1", b"99", b"100"}, [b"101"]))
        self.assertEqual(self.run_actor("quiet", keep=("**",), collect=10).files, {})
        for kind, more in (("locked", ()), ("deep", ("100",)), ("inodes", ()), ("space", ()), ("odd", ())):
            report = self.run_actor("litter", ".", kind, *more, keep=("**",), collect=1 << 20)
            self.assertTrue(report.clean, report.reason)
            self.assertLessEqual(len(report.files), 1024, kind)
            self.assertFalse(any(b"root:" in data for _, data in report.files.values()), kind)

    def test_staged_files_are_collected_unless_the_program_removed_them(self):
        self.sandbox.send(stage("feedback/here", b""), stage("big", bytes(300_000)))
        report = self.run_actor("quiet", keep=("feedback/*", "big"), collect=1 << 20)
        self.assertEqual(report.files, {b"feedback/here": (False, b""), b"big": (False, bytes(300_000))})

    def test_empty_folders_can_be_given(self):
        self.sandbox.send(folder("feedback"), folder("a/b"), folder("a"), stage("a/b/c", b"here"))
        report = self.run_actor("talk", "leave:feedback/message", "leave:a/b/new", "exit:0", keep=("**",), collect=1000)
        self.assert_exit(report)
        self.assertEqual(report.files, {b"feedback/message": (False, b"left"), b"a/b/new": (False, b"left"), b"a/b/c": (False, b"here")})
        self.sandbox.send(folder("empty"), frame(INSTALL))
        self.sandbox.expect(INSTALLED)
        self.assertEqual(self.run_actor("talk", "leave:/box/app/empty/new").code, EACCES)

    def test_the_program_of_a_peer_is_for_peers_alone(self):
        with open(os.path.join(os.path.dirname(__file__), "../build/actor"), "rb") as file:
            actor = file.read()
        self.sandbox.send(stage("bin/judge", actor, executable=True), stage("data", b"secret"), frame(INSTALL, b"\1"))
        self.sandbox.expect(INSTALLED)
        for _ in range(2):
            report = self.sandbox.run_pair(("/bin/actor", "talk", "hear", "read:/box/peer-app/data", "exit:0"),
                                           ("/box/peer-app/bin/judge", "talk", "read:/box/peer-app/data", "say:go", "hear-the-end", "exit:42"),
                                           peer_options={"accept": (42,)})
            self.assertTrue(report.clean, report.reason)
            self.assertEqual((report.code, report.peer.code), (EACCES, 42))
            report = self.sandbox.run_pair(("/bin/actor", "talk", "hear-the-end"), ("/bin/actor", "talk", "leave:/box/peer-app/data", "exit:42"))
            self.assertEqual(report.peer.code, EACCES)
        for path in ("/box/peer-app/data", "/box/peer-app/bin/judge"):
            self.assertEqual(self.run_actor("talk", "read:" + path).code, EACCES)
        report = self.compile("actor", "talk", "read:/box/peer-app/data")
        self.assertEqual(report.code, ENOENT, "whoever compiles next finds nothing")
        self.assertEqual(self.run_actor("talk", "read:/box/peer-app").code, ENOENT)

    def test_without_patterns_nothing_stays(self):
        self.compile("actor", "compile", "0")
        self.assertEqual(self.sandbox.fetch(), {})

    def test_the_memory_of_what_stays_is_reported(self):
        self.sandbox.send(*[stage(f"{name}.bin", bytes(1 << 20)) for name in ("kept", "dropped")])
        self.assertEqual(self.compile("actor", "quiet", keep=("kept*",)).box, 1 << 20)
        self.assertEqual(self.compile("actor", "quiet").box, 0)
        self.assertIsNone(self.run_actor("quiet").box)

    def test_hostile_trees_meet_the_patterns(self):
        for kind in (["odd"], ["locked"], ["deep", "300"], ["inodes"]):
            report = self.compile("actor", "litter", "/box/app", *kind, keep=("**",))
            self.assert_exit(report)
            files = self.sandbox.fetch()
            for path in files:
                self.assertNotIn(path, (b"pipe", b"link", b"socket", b"up", b"loop", b"dangling"))
            if kind == ["odd"]:
                self.assertIn(b"new\nline", files)
                self.assertIn(b"-rf", files)
        self.compile("actor", "quiet")
        self.assertEqual(self.sandbox.fetch(), {})

    def test_installed_files_are_as_sent(self):
        big = os.urandom(3_000_000)
        self.sandbox.send(stage("a/b/c.txt", b"text"), stage("program", b"\x7fELF", executable=True), stage("empty", b""),
                          stage("big", big[:1_000_000]), stage("big", big[1_000_000:2_000_000], append=True), stage("big", big[2_000_000:], append=True),
                          stage("a/b/c.txt", b"again"), frame(INSTALL))
        self.sandbox.expect(INSTALLED)
        self.assertEqual(self.sandbox.fetch(), {b"a/b/c.txt": (False, b"again"), b"program": (True, b"\x7fELF"), b"empty": (False, b""), b"big": (False, big)})
        self.sandbox.send(frame(INSTALL))
        self.sandbox.expect(INSTALLED)
        self.assertEqual(self.sandbox.fetch(), {})

    def test_what_was_fetched_can_be_installed_and_run(self):
        with open(os.path.join(os.path.dirname(__file__), "..", "build", "actor"), "rb") as file:
            program = file.read()
        parts = [stage("program", program[at:at + (1 << 20)], executable=True, append=at > 0) for at in range(0, len(program), 1 << 20)]
        self.sandbox.send(*parts, frame(INSTALL))
        self.sandbox.expect(INSTALLED)
        self.assertEqual(self.sandbox.run("/box/app/program", "hello").text(), "hello\n")

    def test_files_staged_for_a_run_are_its_users(self):
        self.sandbox.send(stage("data/input.txt", b"for this run"))
        report = self.run_actor("read-file", "data/input.txt")
        self.assertEqual(report.text(), "for this run")
        self.assertEqual(self.run_actor("look").text(), "1 1 700\n")

    def test_staged_files_that_do_not_fit_stop_the_run_not_the_sandbox(self):
        with Sandbox(box="size=1m,nr_inodes=100") as sandbox:
            sandbox.send(stage("big", bytes(1 << 20)), stage("big", bytes(1 << 20), append=True))
            report = sandbox.run("actor", "quiet")
            self.assertEqual((report.end, report.code), (NOT_STARTED, 28))
            self.assertIn("big", report.error)
            self.assertTrue(report.clean, report.reason)
            self.assertEqual(sandbox.run("actor", "quiet").end, EXITED)


class Faults(unittest.TestCase):
    def assert_fault(self, *frames, text=None):
        with Sandbox() as sandbox:
            sandbox.send(*frames)
            kind, body = sandbox.receive()
            while kind in (OUT, DONE, CLEAN):
                kind, body = sandbox.receive()
            self.assertEqual(kind, FAULT)
            if text:
                self.assertIn(text, body.decode())
            self.assertRaises(Gone, sandbox.receive)
            sandbox.process.stdin.close()
            self.assertNotEqual(sandbox.process.wait(), 0)

    def test_malformed_frames(self):
        good = run_body(1, ["actor", "quiet"])
        cases = {
            "no length": b"\0\0\0\0",
            "too long": struct.pack(">IB", (1 << 20) + 65, PING),
            "huge": b"\xff\xff\xff\xff",
            "unknown type": frame(99),
            "type 0": frame(0),
            "answer type": frame(OUT, b"x"),
            "unknown field": frame(RUN, good + field(17, b"")),
            "truncated field": frame(RUN, good[:-1]),
            "missing fields": frame(RUN, field(1, b"\0\0\0\1")),
            "escape": stage("../x", b""),
            "append to nothing": stage("x", b"", append=True),
        }
        for name, data in cases.items():
            with self.subTest(name):
                self.assert_fault(data)

    def test_ids_must_grow(self):
        run = frame(RUN, run_body(7, ["actor", "quiet"]))
        self.assert_fault(run, run, text="RUN 7 after RUN 7")

    def test_more_staged_than_allowed(self):
        chunk = bytes(1 << 20)
        with Sandbox() as sandbox:
            sandbox.send_aside(*(stage(f"f{i}", chunk) for i in range(STAGE_MAX // len(chunk) + 1)))
            self.assertIn("stage-max", sandbox.expect(FAULT).decode())

    def test_a_fault_while_a_run_is_in_progress(self):
        self.assert_fault(frame(RUN, run_body(1, ["actor", "sleep"])), frame(99), text="unknown frame type")

    def test_end_of_input_ends_everything(self):
        for frames in ([], [frame(RUN, run_body(1, ["actor", "deaf"]))], [frame(PING, b"x")[:3]]):
            sandbox = Sandbox()
            sandbox.send(*frames)
            self.assertEqual(sandbox.close(), 0)
            listed = subprocess.run(["docker", "ps", "-aq", "--filter", f"name={sandbox.name}"], capture_output=True, text=True, check=True)
            self.assertEqual(listed.stdout, "")

    def test_bad_options_are_told(self):
        for options in ([], ["--uid-base", "1000", "--uid-count", "9", "--stage-max", "9"], ["--uid-base", "x", "--uid-count", "9", "--stage-max", "9"]):
            result = subprocess.run(["docker", "run", "-i", "--rm", "--name", f"{IMAGE}-options-{os.getpid()}", "--cap-add", "SETPCAP",
                                     IMAGE, "/init", *options], stdin=subprocess.DEVNULL, capture_output=True)
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"glovebox-init:", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
