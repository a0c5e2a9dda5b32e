package dev.glovebox.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.support.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a bucket, with a server that checks signatures. */
class S3BlobsTest {

  /** SHA-256 of "abc", from FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir static Path servers;
  private static S3Server server;

  @TempDir Path folder;

  /** Each test has its own part of the bucket. */
  private String prefix;

  private S3Bucket bucket;
  private S3Blobs blobs;

  @BeforeAll
  static void open() throws IOException {
    server = S3Server.start(servers);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @BeforeEach
  void newStore() throws IOException {
    prefix = "tests/" + UUID.randomUUID() + "/";
    bucket = bucket(S3Server.SECRET_KEY);
    blobs = later(Duration.ZERO);
  }

  private S3Bucket bucket(String secret) {
    return new S3Bucket(
        new S3Settings(
            server.endpoint(), "us-east-1", S3Server.BUCKET, prefix, S3Server.ACCESS_KEY, secret));
  }

  /** The same store as it is after this time; the server's clock stands. */
  private S3Blobs later(Duration time) throws IOException {
    Clock clock = Clock.offset(Clock.systemUTC(), time);
    return new S3Blobs(bucket, prefix, new StageFolder(folder, clock), clock);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> objects() throws IOException {
    return bucket.list(prefix, Optional.empty()).items().stream()
        .map(item -> item.key().substring(prefix.length()))
        .toList();
  }

  @Test
  void contentsAreFoundByTheirHash() throws IOException {
    assertThatThrownBy(() -> blobs.open(new Blob(ABC, 3))).isInstanceOf(NoSuchFileException.class);
    Blob blob = blobs.put(text("abc"));
    assertThat(blob).isEqualTo(new Blob(ABC, 3));
    assertThat(blobs.read(blob)).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    assertThat(blobs.put(text("abc"))).isEqualTo(blob);
    assertThat(objects()).singleElement().asString().startsWith(ABC + "/");
    assertThatThrownBy(() -> blobs.open(new Blob(ABC, 4))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> blobs.channel(new Blob(ABC, 4)))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(blobs.read(blobs.put(text("")))).isEmpty();
  }

  @Test
  void largeContentsAreReadWholeAndAtAnyPlace() throws IOException {
    byte[] large = new byte[3_000_001];
    new Random(7).nextBytes(large);
    Blob blob = blobs.put(new ByteArrayInputStream(large));
    assertThat(blobs.read(blob)).isEqualTo(large);
    try (SeekableByteChannel channel = blobs.channel(blob)) {
      assertThat(channel.size()).isEqualTo(large.length);
      for (int at : List.of(2_999_999, 0, (1 << 18) - 2, 1_500_000, 1_500_100)) {
        ByteBuffer buffer = ByteBuffer.allocate(300_000);
        channel.position(at);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // reads on
        }
        int end = Math.min(at + 300_000, large.length);
        assertThat(Arrays.copyOf(buffer.array(), buffer.position()))
            .isEqualTo(Arrays.copyOfRange(large, at, end));
      }
      channel.position(large.length);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aStageKeepsWhatIsWantedAndAFailureNothing() throws IOException {
    Blob kept;
    Blob dropped;
    try (BlobStage stage = blobs.stage()) {
      kept = stage.add(text("kept"));
      dropped = stage.add(text("dropped"));
      stage.keep(Set.of(kept));
      assertThat(stage.open(kept).readAllBytes()).hasSize(4);
      assertThat(stage.open(dropped).readAllBytes()).hasSize(7);
    }
    assertThat(blobs.read(kept)).hasSize(4);
    assertThatThrownBy(() -> blobs.open(dropped)).isInstanceOf(NoSuchFileException.class);
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the network is gone");
          }
        };
    assertThatThrownBy(() -> blobs.put(new SequenceInputStream(text("half"), failing)))
        .hasMessageContaining("network");
    assertThat(objects()).hasSize(1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aSweepTakesWhatIsOldAndNotNamed() throws IOException {
    Blob named = blobs.put(text("named"));
    Blob forgotten = blobs.put(text("forgotten"));
    S3Blobs young = later(DAY.plusHours(12));
    assertThat(young.sweep(() -> Set.of(named.sha256()))).isZero();
    S3Blobs old = later(DAY.multipliedBy(3));
    assertThatThrownBy(() ->
            old.sweep(() -> {
              throw new IllegalStateException("no database");
            }))
        .hasMessage("no database");
    assertThat(blobs.read(forgotten)).hasSize(9);
    assertThat(old.sweep(() -> Set.of(named.sha256()))).isOne();
    assertThat(blobs.read(named)).hasSize(5);
    assertThatThrownBy(() -> blobs.open(forgotten)).isInstanceOf(NoSuchFileException.class);
  }

  /** Whoever stores contents again while they are swept has an object of its own. */
  @Test
  void whatIsStoredAgainDuringASweepStays() throws IOException {
    Blob blob = blobs.put(text("abc"));
    S3Blobs old = later(DAY.multipliedBy(3));
    String first = objects().getFirst();
    int removed =
        old.sweep(() -> {
          try {
            old.put(text("abc"));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return Set.of();
        });
    assertThat(removed).isOne();
    assertThat(objects()).singleElement().isNotEqualTo(first);
    assertThat(blobs.read(blob)).hasSize(3);
  }

  @Test
  void ofContentsThatAreNamedTheNewestObjectStays() throws Exception {
    Blob blob = blobs.put(text("abc"));
    String first = objects().getFirst();
    makeOlder(first);
    later(DAY.plusHours(1)).put(text("abc"));
    assertThat(objects()).hasSize(2);
    S3Blobs old = later(DAY.multipliedBy(3));
    assertThat(old.sweep(() -> Set.of(ABC))).isOne();
    assertThat(objects()).hasSize(1).doesNotContain(first);
    assertThat(blobs.read(blob)).hasSize(3);
  }

  /** Lists tell times in seconds. */
  private void makeOlder(String object) throws IOException {
    Path file = servers.resolve("data").resolve(S3Server.BUCKET).resolve(prefix + object);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(Clock.systemUTC().instant().minusSeconds(10)));
  }

  @Test
  void aWrongKeyIsToldWithoutIt() throws IOException {
    bucket = bucket("some other secret");
    assertThatThrownBy(() -> later(Duration.ZERO).put(text("abc")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageContaining(S3Server.BUCKET)
        .hasMessageNotContaining("secret");
  }
}
