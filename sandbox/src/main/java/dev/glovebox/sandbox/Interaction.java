package dev.glovebox.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program and its peer, which talk with each other: each one's standard output is the other's
 * standard input. They are two users who can't reach each other; unless a transcript is wanted, not
 * a byte of what they say passes through anything but a pipe of the kernel's.
 *
 * @param program as for {@link Sandbox#run}, without input, without files to collect, and with its
 *     standard error apart
 * @param peer the other side
 * @param transcriptBytes how much is recorded of what they say, at most {@value
 *     #MOST_TRANSCRIPT_BYTES}; 0 = nothing, which is cheaper
 */
public record Interaction(RunRequest program, Peer peer, int transcriptBytes) {

  /** The longest transcript there can be. */
  public static final int MOST_TRANSCRIPT_BYTES = 4 << 20;

  /** Without a transcript. */
  public Interaction(RunRequest program, Peer peer) {
    this(program, peer, 0);
  }

  public Interaction {
    if (transcriptBytes < 0 || transcriptBytes > MOST_TRANSCRIPT_BYTES) {
      throw new IllegalArgumentException("a transcript of %d bytes".formatted(transcriptBytes));
    }
    if (!(program.phase() instanceof RunRequest.Phase.Program)
        || program.input().length > 0
        || program.mergeStderr()
        || !program.collect().isNothing()) {
      throw new IllegalArgumentException(
          "a program that talks has no input, no files to collect, and standard error apart");
    }
  }

  /**
   * The side that is trusted more: it judges.
   *
   * @param command path or name of the program, then its arguments; never empty
   * @param environment the whole environment
   * @param files in its working directory, which the program can't see; executable ones can be
   *     started from there
   * @param limits its own; the program's wall limit ends it, too
   * @param collect files of its working directory
   * @param accepting exit codes with which it accepts the program: then what the program still
   *     writes is thrown away. When it ends in any other way the program is ended at once, by
   *     SIGKILL, and reports no {@link RunReport.Stop}
   */
  public record Peer(
      List<String> command,
      Map<String, String> environment,
      List<SandboxFile> files,
      RunLimits limits,
      Collect collect,
      Set<Integer> accepting) {

    public Peer {
      if (command.isEmpty()) {
        throw new IllegalArgumentException("command is empty");
      }
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      files = List.copyOf(files);
      accepting = Set.copyOf(accepting);
    }
  }

  /** Who ended first. */
  public enum First {
    PROGRAM,
    PEER,
    /** Neither could be started. */
    NONE
  }

  /**
   * What the sandbox saw of both.
   *
   * @param program without bytes of standard output: they went to its peer
   * @param peer likewise; with the collected files
   * @param first which main process ended first
   * @param transcript what they said; empty when none was asked for
   */
  public record Report(
      RunReport program, RunReport peer, First first, Optional<Transcript> transcript) {

    /** Without a transcript. */
    public Report(RunReport program, RunReport peer, First first) {
      this(program, peer, first, Optional.empty());
    }
  }

  /**
   * What was said, piece by piece, in the form of DOMjudge's {@code runpipe}: {@code [ 0.007s/3]>:
   * }, the piece, a newline. Seconds since the beginning, bytes of the piece, {@code >} for words
   * of the peer and {@code <} for those of the program.
   *
   * @param text hostile bytes, not copied; the last piece may be cut
   * @param cut whether more was said than is in it
   */
  public record Transcript(byte[] text, boolean cut) {}

  /** Receives what both write to their standard errors, up to the limits. */
  public interface Output {
    /** A piece of the program's; valid only during the call. */
    void program(byte[] buffer, int offset, int length);

    /** A piece of the peer's; valid only during the call. */
    void peer(byte[] buffer, int offset, int length);
  }
}
