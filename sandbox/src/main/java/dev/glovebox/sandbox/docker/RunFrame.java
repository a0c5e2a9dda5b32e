package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A run in the form it is sent in, checked before the first byte leaves.
 *
 * @param request what was asked
 * @param arguments command, encoded
 * @param environment {@code NAME=value}, encoded
 * @param keep globs of what stays or is collected, encoded
 * @param accepting exit codes with which a peer accepts
 * @param transcriptBytes how much of a peer's conversation is recorded
 * @param input how the input travels
 * @param bodyBytes length of the frame's body
 */
record RunFrame(
    RunRequest request,
    List<byte[]> arguments,
    List<byte[]> environment,
    List<byte[]> keep,
    Set<Integer> accepting,
    int transcriptBytes,
    Input input,
    int bodyBytes) {

  /** How a run's input travels. */
  enum Input {
    NONE,
    INLINE,
    STREAMED,
    /** It does not exist yet. */
    LIVE
  }

  /** Up to this size a run's input travels in its frame. */
  static final int INLINE_BYTES = 256 << 10;

  private static final int FIELD_HEAD = 6;
  private static final int ID_FIELD = FIELD_HEAD + 4;
  private static final int BYTE_FIELDS = 4 * (FIELD_HEAD + 1);
  private static final int NUMBER_FIELDS = 7 * (FIELD_HEAD + 8);

  /**
   * Encodes a request.
   *
   * @throws IllegalArgumentException when it does not fit into a frame or has a NUL where no
   *     program could receive one
   */
  static RunFrame of(RunRequest request) {
    return of(request, Set.of(), 0);
  }

  /** Encodes a run whose input is made while it runs; errors as above. */
  static RunFrame live(RunRequest request) {
    if (request.input().length > 0) {
      throw new IllegalArgumentException("input before the conversation");
    }
    RunFrame run = of(request);
    return new RunFrame(
        request,
        run.arguments,
        run.environment,
        run.keep,
        run.accepting,
        run.transcriptBytes,
        Input.LIVE,
        run.bodyBytes);
  }

  /** Encodes the peer; errors as above. */
  static RunFrame ofPeer(Interaction interaction) {
    Interaction.Peer peer = interaction.peer();
    RunRequest request =
        new RunRequest(
            new Phase.Program(),
            peer.command(),
            peer.environment(),
            peer.files(),
            new byte[0],
            peer.limits(),
            false,
            peer.collect());
    return of(request, peer.accepting(), interaction.transcriptBytes());
  }

  private static RunFrame of(RunRequest request, Set<Integer> accepting, int transcriptBytes) {
    List<byte[]> arguments = encoded(request.command());
    List<String> variables = new ArrayList<>(request.environment().size());
    request.environment().forEach((name, value) -> variables.add(name + '=' + value));
    List<byte[]> environment = encoded(variables);
    List<byte[]> keep =
        encoded(
            request.phase() instanceof Phase.Compile(var globs)
                ? globs
                : request.collect().globs());
    int inputBytes = request.input().length;
    Input input =
        inputBytes == 0 ? Input.NONE : inputBytes <= INLINE_BYTES ? Input.INLINE : Input.STREAMED;
    long length = (long) ID_FIELD + BYTE_FIELDS + NUMBER_FIELDS;
    length += fieldBytes(arguments) + fieldBytes(environment) + fieldBytes(keep);
    length += (long) accepting.size() * (FIELD_HEAD + 1);
    if (transcriptBytes > 0) {
      length += FIELD_HEAD + 8;
    }
    if (!request.collect().isNothing()) {
      length += 2 * (FIELD_HEAD + 8);
    }
    if (input == Input.INLINE) {
      length += FIELD_HEAD + inputBytes;
    }
    if (length + 1 > Frame.LONGEST) {
      throw new IllegalArgumentException(
          "command, environment and input take %d bytes, more than a run may have"
              .formatted(length));
    }
    return new RunFrame(
        request, arguments, environment, keep, accepting, transcriptBytes, input, (int) length);
  }

  private static List<byte[]> encoded(List<String> texts) {
    List<byte[]> all = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a NUL in an argument, variable or pattern");
      }
      all.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private static long fieldBytes(List<byte[]> values) {
    long sum = 0;
    for (byte[] value : values) {
      sum += FIELD_HEAD + value.length;
    }
    return sum;
  }
}
