package dev.glovebox.support;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Contents in memory, and how often they were opened. */
public final class MemoryBlobs implements Blobs {

  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  public final AtomicInteger opened = new AtomicInteger();

  /** Stores a text. */
  public Blob text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Stores these bytes. */
  public Blob bytes(byte[] bytes) {
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      contents.put(hash, bytes);
      return new Blob(hash, bytes.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Blob put(InputStream stream) throws IOException {
    return bytes(stream.readAllBytes());
  }

  @Override
  public InputStream open(Blob blob) throws IOException {
    opened.incrementAndGet();
    byte[] found = contents.get(blob.sha256());
    if (found == null) {
      throw new NoSuchFileException(blob.sha256());
    }
    return new ByteArrayInputStream(found);
  }

  @Override
  public SeekableByteChannel channel(Blob blob) throws IOException {
    return new SeekableInMemoryByteChannel(open(blob).readAllBytes());
  }
}
