package dev.glovebox.problem.intake;

import dev.glovebox.blob.BlobStaging;
import dev.glovebox.blob.Blobs;
import dev.glovebox.blob.BlobsForTests;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.support.PackageArchive;
import dev.glovebox.support.SomeLanguages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** The intake with a store on the disk and without a database. */
public final class TestImports {

  private final Path folder;
  private final BlobStaging staging;
  private final ProblemPackages packages;

  public TestImports(Path folder) throws IOException {
    this(folder, 2000, 20 << 20);
  }

  /**
   * @param entries most entries of an archive
   * @param unpacked most bytes of all files
   */
  public TestImports(Path folder, int entries, long unpacked) throws IOException {
    this(
        folder,
        entries,
        unpacked,
        new ImportMaxima(Duration.ofSeconds(60), 2L << 30, 64 << 20, 1 << 20));
  }

  /**
   * @param maxima what the service grants to problems
   */
  public TestImports(Path folder, int entries, long unpacked, ImportMaxima maxima)
      throws IOException {
    this.folder = folder;
    this.staging = BlobsForTests.in(folder);
    this.packages =
        new ProblemPackages(
            staging,
            new OneProblem(),
            new SomeLanguages(),
            maxima,
            new ProblemProperties(
                DataSize.ofMegabytes(100),
                DataSize.ofBytes(unpacked),
                500,
                entries,
                20_000,
                1,
                Duration.ofMinutes(1)));
  }

  public record Result(ProblemDefinition definition, List<Finding> report) {
    /** The report as lines such as {@code warning: a/b:3: text}. */
    public List<String> lines() {
      return report.stream().map(Finding::toString).toList();
    }
  }

  public Result of(PackageArchive archive) throws IOException, PackageRefused {
    return of(archive.zip());
  }

  public Result of(byte[] archive) throws IOException, PackageRefused {
    ProblemPackages.Imported imported =
        packages
            .put(UUID.randomUUID(), "problem", file -> Files.write(file, archive))
            .orElseThrow();
    return new Result(imported.stored().version().definition(), imported.report());
  }

  /** The lines of the findings that a package is refused with. */
  public List<String> refusal(byte[] archive) throws IOException {
    try {
      Result result = of(archive);
      throw new AssertionError("not refused: " + result);
    } catch (PackageRefused refused) {
      return refused.findings().stream().map(Finding::toString).toList();
    }
  }

  public List<String> refusal(PackageArchive archive) throws IOException {
    return refusal(archive.zip());
  }

  public Blobs blobs() {
    return (Blobs) staging;
  }

  /** How many files there are in the store, unfinished ones too. */
  public long files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static final class OneProblem implements ProblemStore {
    @Override
    public Stored put(
        UUID tenant, String problem, ProblemDefinition definition, List<Finding> report) {
      return new Stored(
          new ProblemVersion(problem, "0".repeat(64), definition), Instant.EPOCH, true);
    }

    @Override
    public List<Row> list(UUID tenant, Optional<String> after, int size) {
      return List.of();
    }

    @Override
    public Optional<Version> version(UUID tenant, String problem, Optional<String> version) {
      return Optional.empty();
    }

    @Override
    public List<VersionRow> versions(UUID tenant, String problem) {
      return List.of();
    }

    @Override
    public void deriveTimeLimit(UUID tenant, ProblemVersion version, Duration limit) {}

    @Override
    public boolean delete(UUID tenant, String problem) {
      return false;
    }
  }
}
