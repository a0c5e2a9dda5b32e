package dev.glovebox.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBlobsTest {

  /** SHA-256 of "abc", from FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;
  private DiskBlobs blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = new DiskBlobs(folder);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).toList();
    }
  }

  @Test
  void contentsAreFoundByTheirHash() throws IOException {
    Blob blob = blobs.put(text("abc"));
    assertThat(blob).isEqualTo(new Blob(ABC, 3));
    assertThat(blobs.read(blob)).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    assertThat(files()).containsExactly(Path.of(ABC.substring(0, 2), ABC.substring(2)));
    assertThat(blobs.put(text("abc"))).isEqualTo(blob);
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsTold() throws IOException {
    assertThatThrownBy(() -> blobs.open(new Blob(ABC, 3))).isInstanceOf(NoSuchFileException.class);
    blobs.put(text("abc"));
    assertThatThrownBy(() -> blobs.open(new Blob(ABC, 4))).isInstanceOf(NoSuchFileException.class);
  }

  /** A crash of the machine may leave a file too short, since nothing is synced. */
  @Test
  void aFileThatIsTooShortIsReplaced() throws IOException {
    Blob blob = blobs.put(text("abc"));
    Files.writeString(folder.resolve(files().getFirst()), "a");
    assertThatThrownBy(() -> blobs.open(blob)).isInstanceOf(NoSuchFileException.class);
    blobs.put(text("abc"));
    assertThat(blobs.read(blob)).hasSize(3);
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> blobs.put(failing)).hasMessage("gone");
    assertThat(files()).isEmpty();
  }

  @Test
  void aStageKeepsWhatIsWantedAlone() throws IOException {
    Blob wanted;
    Blob other;
    try (BlobStage stage = blobs.stage()) {
      wanted = stage.add(text("wanted"));
      other = stage.add(text("other"));
      assertThat(stage.add(text("wanted"))).isEqualTo(wanted);
      Files.writeString(stage.scratchFile(), "upload");
      assertThat(stage.open(other).readAllBytes()).hasSize(5);
      assertThatThrownBy(() -> stage.keep(Set.of(new Blob(ABC, 3))))
          .isInstanceOf(IllegalArgumentException.class);
      stage.keep(Set.of(wanted));
      assertThat(stage.open(wanted).readAllBytes()).hasSize(6);
    }
    assertThat(blobs.read(wanted)).hasSize(6);
    assertThatThrownBy(() -> blobs.open(other)).isInstanceOf(NoSuchFileException.class);
    assertThat(files()).hasSize(1);
  }

  @Test
  void manyAtOnceStoreTheSame() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Blob>> puts =
          IntStream.range(0, 50)
              .<Callable<Blob>>mapToObj(i -> () -> blobs.put(text("x".repeat(100_000 + i % 2))))
              .toList();
      for (var put : executor.invokeAll(puts)) {
        assertThat(blobs.read(put.get())).hasSizeGreaterThanOrEqualTo(100_000);
      }
    }
    assertThat(files()).hasSize(2);
  }

  @Test
  void whatDeadProcessesLeftIsRemovedAfterADay() throws IOException {
    BlobStage left = blobs.stage();
    left.add(text("left"));
    blobs.removeLeftovers(Instant.now().plus(Duration.ofHours(23)));
    assertThat(files()).hasSize(1);
    blobs.removeLeftovers(Instant.now().plus(Duration.ofHours(25)));
    assertThat(files()).isEmpty();
  }
}
