package dev.glovebox.problem.format;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.BlobStage;
import dev.glovebox.blob.BlobsForTests;
import dev.glovebox.language.ProjectLanguages;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.archive.ArchiveLimits;
import dev.glovebox.problem.archive.ArchiveReader;
import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.archive.PackageTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads packages with the project's languages, as the intake does, and keeps what they hold. */
final class PackageReading implements AutoCloseable {

  private static final ArchiveLimits LIMITS = new ArchiveLimits(50_000, 1L << 30, 500);
  private static final ImportMaxima MAXIMA =
      new ImportMaxima(Duration.ofSeconds(60), 2L << 30, 64L << 20, 1L << 20);

  private final BlobStage stage;
  private List<Finding> findings = List.of();

  PackageReading(Path folder) throws IOException {
    this.stage = BlobsForTests.in(folder).stage();
  }

  /** Reads a package that must be taken. */
  ProblemDefinition read(byte[] archive) throws IOException, PackageRefused {
    Path file = stage.scratchFile();
    Files.write(file, archive);
    var collected = new Findings();
    try {
      PackageTree tree = new ArchiveReader(LIMITS).read(file, stage, collected);
      return PackageFormats.read(
          new ImportContext(
              tree,
              collected,
              new ProjectLanguages(_ -> Optional.empty()),
              MAXIMA,
              "problem",
              20_000));
    } finally {
      findings = collected.all();
    }
  }

  /** The findings on the package that must be refused, each as {@code severity: place: message}. */
  List<String> refused(byte[] archive) throws IOException {
    try {
      read(archive);
    } catch (PackageRefused e) {
      return e.findings().stream().map(Finding::toString).toList();
    }
    throw new AssertionError("the package was taken");
  }

  /** What there was to say of the last package. */
  List<String> findings() {
    return findings.stream().map(Finding::toString).toList();
  }

  String text(Blob blob) throws IOException {
    try (InputStream in = stage.open(blob)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    stage.close();
  }
}
