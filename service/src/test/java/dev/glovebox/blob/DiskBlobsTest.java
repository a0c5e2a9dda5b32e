package dev.glovebox.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    blobs = new DiskBlobs(folder, clock());
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
    later(Duration.ofHours(23)).removeLeftovers();
    assertThat(files()).hasSize(1);
    later(Duration.ofHours(25)).removeLeftovers();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatNobodyNamesIsSweptAfterADay() throws IOException {
    Blob named = blobs.put(text("named"));
    Blob other = blobs.put(text("other"));

    assertThat(later(Duration.ofHours(23)).sweep(Set::of)).isZero();
    assertThat(later(Duration.ofHours(25)).sweep(() -> Set.of(named.sha256()))).isEqualTo(1);

    assertThat(blobs.read(named)).hasSize(5);
    assertThatThrownBy(() -> blobs.open(other)).isInstanceOf(NoSuchFileException.class);
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatIsStoredAgainIsAsNew() throws IOException {
    Blob blob = blobs.put(text("abc"));
    later(Duration.ofHours(25)).put(text("abc"));
    assertThat(later(Duration.ofHours(26)).sweep(Set::of)).isZero();
    assertThat(blobs.read(blob)).hasSize(3);
  }

  /** Between the look at what is old and the look at what is named. */
  @Test
  void whatIsStoredAgainWhileASweepIsOnItsWayStays() throws IOException {
    Blob blob = blobs.put(text("abc"));
    DiskBlobs then = later(Duration.ofHours(25));

    int removed =
        then.sweep(() -> {
          try {
            then.put(text("abc"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Set.of();
        });

    assertThat(removed).isZero();
    assertThat(blobs.read(blob)).hasSize(3);
    assertThat(files()).hasSize(1);
  }

  @Test
  void nothingIsLostBetweenManySweepsAndMuchThatIsStored() throws Exception {
    Duration day = Duration.ofHours(25);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 200; round++) {
        String contents = "round " + round;
        Blob blob = blobs.put(text(contents));
        DiskBlobs then = later(day);
        var sweeps =
            executor.invokeAll(
                IntStream.range(0, 4)
                    .<Callable<Object>>mapToObj(i ->
                        i % 2 == 0 ? () -> then.sweep(Set::of) : () -> then.put(text(contents)))
                    .toList());
        for (var each : sweeps) {
          each.get();
        }
        assertThat(then.read(blob)).as(contents).isNotEmpty();
      }
    }
  }

  @Test
  void whatAnInterruptedSweepTookIsPutBack() throws IOException {
    Blob blob = blobs.put(text("abc"));
    Path place = folder.resolve(files().getFirst());
    Files.move(place, folder.resolve("incoming/swept-" + ABC));

    later(Duration.ofHours(25)).removeLeftovers();

    assertThat(blobs.read(blob)).hasSize(3);
  }

  private static Clock clock() {
    return Clock.systemUTC();
  }

  /** The same store at a later time. */
  private DiskBlobs later(Duration time) throws IOException {
    return new DiskBlobs(folder, Clock.offset(clock(), time));
  }
}
