package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.OutputOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A compiled program and what its compilation was like, and their form on disk: fields in a fixed
 * order, then a SHA-256 over all of it.
 *
 * @param result of the first compilation
 * @param files what it left
 */
record CachedProgram(CompileResult result, List<SandboxFile> files) {

  private static final int MAGIC = 0x47427832;
  private static final int HASH = 32;

  CachedProgram {
    files = List.copyOf(files);
  }

  byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeLong(result.cpu().toNanos());
      out.writeLong(result.wall().toNanos());
      out.writeLong(result.memoryBytes());
      out.writeInt(result.exitCode().orElse(-1));
      block(out, result.output().prefix());
      out.writeLong(result.output().totalBytes());
      block(out, result.output().sha256());
      out.writeUTF(result.message());
      out.writeBoolean(result.order().isPresent());
      block(out, result.order().map(OutputOrder::lengths).orElse(new byte[0]));
      out.writeInt(files.size());
      for (SandboxFile file : files) {
        out.writeUTF(file.path());
        out.writeBoolean(file.executable());
        block(out, file.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    byte[] body = bytes.toByteArray();
    byte[] hash = sha256(body, body.length);
    byte[] whole = Arrays.copyOf(body, body.length + HASH);
    System.arraycopy(hash, 0, whole, body.length, HASH);
    return whole;
  }

  /** Reads what {@link #encoded()} wrote; empty when it is anything else. */
  static Optional<CachedProgram> decoded(byte[] whole) {
    int length = whole.length - HASH;
    if (length < HASH
        || !MessageDigest.isEqual(
            sha256(whole, length), Arrays.copyOfRange(whole, length, whole.length))) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(whole, 0, length))) {
      return in.readInt() == MAGIC ? Optional.of(read(in)) : Optional.empty();
    } catch (IOException e) {
      // The hash was right, so another version of the service wrote it.
      return Optional.empty();
    }
  }

  private static CachedProgram read(DataInputStream in) throws IOException {
    Duration cpu = Duration.ofNanos(in.readLong());
    Duration wall = Duration.ofNanos(in.readLong());
    long memory = in.readLong();
    int code = in.readInt();
    CapturedOutput output = new CapturedOutput(block(in), in.readLong(), block(in));
    String message = in.readUTF();
    boolean ordered = in.readBoolean();
    OutputOrder order = new OutputOrder(block(in));
    CompileResult result =
        new CompileResult(
            true,
            true,
            cpu,
            wall,
            memory,
            code < 0 ? Optional.empty() : Optional.of(code),
            output,
            message,
            Optional.empty(),
            Optional.empty(),
            ordered ? Optional.of(order) : Optional.empty());
    int count = in.readInt();
    List<SandboxFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String path = in.readUTF();
      boolean executable = in.readBoolean();
      files.add(new SandboxFile(path, block(in), executable));
    }
    return new CachedProgram(result, files);
  }

  private static void block(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a block of " + length + " bytes is not there");
    }
    return in.readNBytes(length);
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
