package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import dev.glovebox.sandbox.SandboxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes frames into a buffer and passes it on when it is full or {@link #flush flushed}, so that
 * an install and the run after it leave in one piece. Used by one thread at a time.
 */
final class FrameWriter {

  /** Where full buffers go. */
  interface Sink {
    /** Takes all of the buffer. */
    void write(ByteBuffer buffer) throws IOException;
  }

  private static final long UNLIMITED = -1L;
  private static final int STAGE_HEAD = 4;

  private final ByteBuffer buffer;
  private final Sink sink;

  FrameWriter(ByteBuffer buffer, Sink sink) {
    this.buffer = buffer.clear();
    this.sink = sink;
  }

  void flush() throws IOException {
    if (buffer.position() > 0) {
      buffer.flip();
      try {
        sink.write(buffer);
      } finally {
        buffer.clear();
      }
    }
  }

  void stage(SandboxFile file) throws IOException {
    byte[] path = BoxPath.nameOf(file).getBytes(StandardCharsets.UTF_8);
    byte[] content = file.content();
    int most = Frame.LONGEST - 1 - STAGE_HEAD - path.length;
    int flags = file.isFolder() ? Frame.FOLDER : file.executable() ? Frame.EXECUTABLE : 0;
    int from = 0;
    do {
      int length = Math.min(most, content.length - from);
      head(Frame.STAGE, 3 + path.length + length);
      u8(from == 0 ? flags : flags | Frame.APPEND);
      u16(path.length);
      bytes(path, 0, path.length);
      bytes(content, from, length);
      from += length;
    } while (from < content.length);
  }

  void install() throws IOException {
    head(Frame.INSTALL, 0);
  }

  void installPeer() throws IOException {
    head(Frame.INSTALL, 1);
    u8(1);
  }

  void fetch() throws IOException {
    head(Frame.FETCH, 0);
  }

  void kill(int run) throws IOException {
    head(Frame.KILL, 4);
    u32(run);
  }

  /** A piece of input; an empty one is its end. */
  void stdin(int run, byte[] data, int offset, int length) throws IOException {
    head(Frame.STDIN, 4 + length);
    u32(run);
    bytes(data, offset, length);
  }

  /** A run, its input with it unless that is to be streamed. */
  void run(int id, RunFrame run) throws IOException {
    run(Frame.RUN, id, run);
  }

  /** The peer of the run that follows. */
  void peer(int id, RunFrame run) throws IOException {
    run(Frame.PEER, id, run);
  }

  private void run(int type, int id, RunFrame run) throws IOException {
    RunRequest request = run.request();
    RunLimits limits = request.limits();
    head(type, run.bodyBytes());
    fieldHead(1, 4);
    u32(id);
    byteField(2, request.phase() instanceof Phase.Compile ? 1 : 2);
    for (byte[] argument : run.arguments()) {
      field(3, argument);
    }
    for (byte[] variable : run.environment()) {
      field(4, variable);
    }
    numberField(5, micros(limits.cpu()));
    numberField(6, micros(limits.wall()));
    numberField(7, limits.stdoutBytes());
    numberField(8, limits.stderrBytes());
    numberField(9, limits.fileSizeBytes());
    numberField(10, limits.openFiles());
    numberField(11, limits.stackBytes().orElse(UNLIMITED));
    byteField(
        12,
        switch (run.input()) {
          case NONE -> 0;
          case INLINE -> 1;
          case STREAMED, LIVE -> 2;
        });
    if (run.input() == RunFrame.Input.INLINE) {
      field(13, request.input());
    }
    byteField(
        14,
        switch (limits.overflow()) {
          case STOP -> 0;
          case DRAIN -> 1;
        });
    for (byte[] glob : run.keep()) {
      field(15, glob);
    }
    byteField(16, request.mergeStderr() ? 1 : 0);
    if (!request.collect().isNothing()) {
      numberField(17, request.collect().mostBytes());
      numberField(20, request.collect().mostBytesEach());
    }
    for (int code : run.accepting()) {
      byteField(18, code);
    }
    if (run.transcriptBytes() > 0) {
      numberField(19, run.transcriptBytes());
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private void head(int type, int bodyLength) throws IOException {
    u32(bodyLength + 1);
    u8(type);
  }

  private void fieldHead(int tag, int length) throws IOException {
    u16(tag);
    u32(length);
  }

  private void field(int tag, byte[] value) throws IOException {
    fieldHead(tag, value.length);
    bytes(value, 0, value.length);
  }

  private void byteField(int tag, int value) throws IOException {
    fieldHead(tag, 1);
    u8(value);
  }

  private void numberField(int tag, long value) throws IOException {
    fieldHead(tag, 8);
    room(8);
    buffer.putLong(value);
  }

  private void u8(int value) throws IOException {
    room(1);
    buffer.put((byte) value);
  }

  private void u16(int value) throws IOException {
    room(2);
    buffer.putShort((short) value);
  }

  private void u32(int value) throws IOException {
    room(4);
    buffer.putInt(value);
  }

  private void bytes(byte[] source, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      room(1);
      int piece = Math.min(length - done, buffer.remaining());
      buffer.put(source, offset + done, piece);
      done += piece;
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }
}
