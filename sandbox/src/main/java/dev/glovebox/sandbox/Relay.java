package dev.glovebox.sandbox;

import dev.glovebox.sandbox.Interaction.First;
import dev.glovebox.sandbox.Interaction.Transcript;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program and its peer in sandboxes of their own: one thread for each passes on what it says to
 * the other. A side hears the end of its input when the end of the other one has been recorded, so
 * that a death is never taken for the answer to it, or when the other has closed its output and
 * lives on. A program whose peer has ended without accepting it is ended at once. Used once.
 */
final class Relay {

  private final Interaction interaction;
  private final Interaction.Output output;
  private final Transcriber transcriber;
  private final Side program;
  private final Side peer;
  private final long began = System.nanoTime();

  /** Over the transcript, the output and who was first. */
  private final ReentrantLock lock = new ReentrantLock();

  private First first = First.NONE;

  Relay(Interaction interaction, Interaction.Output output) {
    this.interaction = interaction;
    this.output = output;
    this.transcriber = new Transcriber(interaction.transcriptBytes());
    this.program = new Side(First.PROGRAM, '<', interaction.peer().limits().wall());
    this.peer = new Side(First.PEER, '>', interaction.program().limits().wall());
  }

  Interaction.Report between(Sandbox programs, Sandbox peers) {
    CompletableFuture<RunReport> judging = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("glovebox-peer")
        .start(() -> {
          try {
            judging.complete(peer.run(peers, ofPeer(interaction.peer())));
          } catch (RuntimeException | Error e) {
            judging.completeExceptionally(e);
          }
        });
    RunReport ran;
    try {
      ran = program.run(programs, talking(interaction.program()));
    } catch (RuntimeException e) {
      // The peer has been told to stop; nobody may use its sandbox before it has.
      judging.handle((_, _) -> true).join();
      throw e;
    }
    return report(ran, await(judging));
  }

  private Interaction.Report report(RunReport ran, RunReport judged) {
    boolean timeWasUp = isStop(ran, Stop.WALL_LIMIT) && isStop(judged, Stop.KILLED);
    // By us and not from outside: that would have ended the peer, too.
    boolean rejected =
        first == First.PEER && isStop(ran, Stop.KILLED) && !isStop(judged, Stop.KILLED);
    Optional<Transcript> transcript =
        interaction.transcriptBytes() > 0
            ? Optional.of(transcriber.transcript())
            : Optional.empty();
    return new Interaction.Report(
        rejected ? ran.withoutStop() : ran,
        timeWasUp ? judged.with(Stop.WALL_LIMIT) : judged,
        first,
        transcript);
  }

  private static boolean isStop(RunReport report, Stop stop) {
    return report.stop().filter(stop::equals).isPresent();
  }

  private static RunReport await(CompletableFuture<RunReport> report) {
    try {
      return report.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SandboxException fault) {
        throw new PeerLostException(fault);
      }
      throw e;
    }
  }

  private static RunRequest ofPeer(Interaction.Peer peer) {
    return new RunRequest(
        new RunRequest.Phase.Program(),
        peer.command(),
        peer.environment(),
        peer.files(),
        new byte[0],
        talking(peer.limits()),
        false,
        peer.collect());
  }

  private static RunRequest talking(RunRequest request) {
    return new RunRequest(
        request.phase(),
        request.command(),
        request.environment(),
        request.files(),
        request.input(),
        talking(request.limits()),
        false);
  }

  /** A pipe has no limit. */
  private static RunLimits talking(RunLimits limits) {
    return new RunLimits(
        limits.cpu(),
        limits.wall(),
        Long.MAX_VALUE,
        limits.stderrBytes(),
        limits.fileSizeBytes(),
        limits.openFiles(),
        limits.stackBytes(),
        limits.overflow());
  }

  private final class Side implements Conversation {

    private final First who;
    private final char direction;
    private final Duration patience;

    /** Who reads this side's input. */
    private final CompletableFuture<Listener> ear = new CompletableFuture<>();

    Side(First who, char direction, Duration patience) {
      this.who = who;
      this.direction = direction;
      this.patience = patience;
    }

    RunReport run(Sandbox sandbox, RunRequest request) {
      boolean leavesTheOther = false;
      try {
        RunReport report = sandbox.converse(request, this);
        // One that was killed before it began has not been announced.
        leavesTheOther = !endsBoth(report);
        return report;
      } finally {
        ear.complete(Deaf.DEAF);
        other().ear.join().hearTheEnd();
        if (!leavesTheOther) {
          other().ear.join().stop();
        }
      }
    }

    private Side other() {
      return who == First.PROGRAM ? peer : program;
    }

    @Override
    public void begun(Listener listener) {
      ear.complete(listener);
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
      if (interaction.transcriptBytes() > 0) {
        lock.lock();
        try {
          transcriber.add(direction, System.nanoTime() - began, buffer, offset, length);
        } finally {
          lock.unlock();
        }
      }
      other().ear.join().hear(buffer, offset, length);
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
      lock.lock();
      try {
        if (who == First.PROGRAM) {
          output.program(buffer, offset, length);
        } else {
          output.peer(buffer, offset, length);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void stdoutClosed() {
      other().ear.join().hearTheEnd();
    }

    @Override
    public void ended(RunReport report) {
      lock.lock();
      try {
        if (first == First.NONE) {
          first = who;
        }
      } finally {
        lock.unlock();
      }
      // The end of its input would let it end by itself before it is stopped.
      if (endsBoth(report) || rejects(report)) {
        other().ear.join().stop();
      }
      other().ear.join().hearTheEnd();
    }

    /** Whatever the program would still do is in vain. */
    private boolean rejects(RunReport report) {
      return who == First.PEER && !accepts(report);
    }

    private boolean accepts(RunReport report) {
      return report.end() instanceof End.Exited(int code)
          && interaction.peer().accepting().contains(code);
    }

    /** The program's wall limit is that of the conversation. */
    private boolean endsBoth(RunReport report) {
      return report
          .stop()
          .filter(stop -> stop == Stop.KILLED || (stop == Stop.WALL_LIMIT && who == First.PROGRAM))
          .isPresent();
    }

    @Override
    public Duration patience() {
      return patience;
    }
  }

  /** Of a side that is not there. */
  private enum Deaf implements Conversation.Listener {
    DEAF;

    @Override
    public void hear(byte[] buffer, int offset, int length) {}

    @Override
    public void hearTheEnd() {}

    @Override
    public void stop() {}
  }
}
