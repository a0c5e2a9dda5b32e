package dev.glovebox.judge;

import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.Collected;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.MeetingPlace;
import dev.glovebox.sandbox.PeerLostException;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The interactor of one submission's problem. One that brings all it needs, as a statically linked
 * program does, joins the program in its sandbox; any other one gets a sandbox of its own. Used by
 * one thread.
 */
final class InteractPeer {

  private static final int KEPT = 64 << 10;
  private static final long MOST_LEFT = 24L << 20;
  private static final int TRANSCRIPT_BYTES = 8 << 10;

  /** In a shared sandbox there is room for so much memory of an interactor. */
  private static final long SHARED_MEMORY = 256L << 20;

  private static final int SHARED_PROCESSES = 4;

  /** The program's time ends the conversation; the interactor's own, a little later, is its own. */
  private static final Duration LATER = Duration.ofSeconds(2);

  private static final String APP = "/box/app/";
  private static final String PEER_APP = "/box/peer-app/";

  /**
   * What came of a conversation.
   *
   * @param report of the sandbox
   * @param run of the interactor; empty when it came to no end of its own
   * @param errorText beginning of what the interactor wrote to standard error
   */
  record Talk(Interaction.Report report, Optional<JuryRun> run, byte[] errorText) {}

  private final JurySeat seat;
  private boolean sharing;
  private @Nullable Sandbox joined;

  /**
   * @param portable whether the interactor brings all it needs
   */
  InteractPeer(JurySeat seat, boolean portable) {
    this.seat = seat;
    this.sharing = portable;
  }

  String name() {
    return seat.name();
  }

  /**
   * Keeps the two apart from now on: a program can use up what it shares with the interactor.
   *
   * @return false when they never were together
   */
  boolean moveOut() {
    boolean shared = sharing && joined != null;
    sharing = false;
    return shared;
  }

  /**
   * Lets the program talk with the interactor.
   *
   * @throws JuryFault when the interactor can't be compiled or leaves too much
   * @throws InfrastructureFault when the interactor's sandbox fails for our own reasons
   * @throws SandboxException when the program's does
   */
  Talk talk(Sandbox sandbox, RunRequest request, StreamCapture error, InteractDialect.Call call) {
    RunLimits usual = seat.program().limits().program(false);
    RunLimits limits = lasting(usual, request.limits().wall().plus(LATER));
    StreamCapture peerError = new StreamCapture(KEPT, limits.stderrBytes(), false);
    MeetingPlace place = place(sandbox);
    boolean together = place instanceof MeetingPlace.Shared;
    Interaction interaction =
        new Interaction(
            request,
            new Interaction.Peer(
                command(call.arguments(), together),
                StandardEnvironment.program(seat.program().language().run().environment()),
                call.files(),
                limits,
                new Collect(call.keep(), MOST_LEFT),
                call.accepting()),
            TRANSCRIPT_BYTES);
    Interaction.Report report = hold(place, interaction, error, peerError);
    byte[] words = Arrays.copyOf(peerError.bytes(), peerError.length());
    return new Talk(report, run(report, words), words);
  }

  private Interaction.Report hold(
      MeetingPlace place, Interaction interaction, StreamCapture error, StreamCapture peerError) {
    try {
      return place.interact(
          interaction,
          new Interaction.Output() {
            @Override
            public void program(byte[] buffer, int offset, int length) {
              error.write(buffer, offset, length);
            }

            @Override
            public void peer(byte[] buffer, int offset, int length) {
              peerError.write(buffer, offset, length);
            }
          });
    } catch (PeerLostException e) {
      if (e.kind() == SandboxException.Kind.OUT_OF_MEMORY) {
        throw new JuryFault(name() + " left no memory in its sandbox", "");
      }
      throw SandboxFaults.ofJury(name(), e);
    }
  }

  private Optional<JuryRun> run(Interaction.Report report, byte[] words) {
    RunReport peer = report.peer();
    if (InteractVerdict.cancelled(report)
        || !(InteractVerdict.ending(report) instanceof InteractVerdict.Ending.Answered(int code))) {
      return Optional.empty();
    }
    Collected left = peer.collected();
    if (left.leftOut() > 0 || !left.complete()) {
      throw new JuryFault(
          "%s left more files than can be read: at most %s in all"
              .formatted(name(), Quantities.bytes(MOST_LEFT)),
          CheckerText.of(words));
    }
    return Optional.of(new JuryRun(name(), code, new byte[0], words, left.files(), peer));
  }

  private MeetingPlace place(Sandbox sandbox) {
    if (!sharing) {
      return new MeetingPlace.Apart(sandbox, seat.sandbox());
    }
    if (!sandbox.equals(joined)) {
      sandbox.installPeer(seat.files());
      makeRoom(sandbox);
      joined = sandbox;
    }
    return new MeetingPlace.Shared(sandbox);
  }

  /** Where a tier can't change the limits of a sandbox, it is larger than is ever asked for. */
  private void makeRoom(Sandbox sandbox) {
    if (sandbox.facts().tier() == IsolationTier.CONTAINER) {
      ContainerLimits now = sandbox.facts().limits();
      sandbox.limit(
          new ContainerLimits(
              now.memoryBytes() + SHARED_MEMORY, now.processes() + SHARED_PROCESSES));
    }
  }

  private List<String> command(List<String> arguments, boolean together) {
    List<String> words = seat.program().commands().of(seat.program().language().run(), arguments);
    if (!together) {
      return words;
    }
    return words.stream()
        .map(word -> word.startsWith(APP) ? PEER_APP + word.substring(APP.length()) : word)
        .toList();
  }

  private static RunLimits lasting(RunLimits limits, Duration wall) {
    return new RunLimits(
        limits.cpu(),
        wall,
        limits.stdoutBytes(),
        limits.stderrBytes(),
        limits.fileSizeBytes(),
        limits.openFiles(),
        limits.stackBytes(),
        limits.overflow());
  }
}
