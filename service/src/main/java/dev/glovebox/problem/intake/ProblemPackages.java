package dev.glovebox.problem.intake;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.BlobStage;
import dev.glovebox.blob.BlobStaging;
import dev.glovebox.language.Languages;
import dev.glovebox.problem.DefinitionBlobs;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.archive.ArchiveLimits;
import dev.glovebox.problem.archive.ArchiveReader;
import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.format.ImportContext;
import dev.glovebox.problem.format.PackageFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Takes packages in. Thread-safe. */
public final class ProblemPackages {

  private final BlobStaging staging;
  private final ProblemStore problems;
  private final Languages languages;
  private final ImportMaxima maxima;
  private final ProblemProperties properties;
  private final Semaphore places;

  ProblemPackages(
      BlobStaging staging,
      ProblemStore problems,
      Languages languages,
      ImportMaxima maxima,
      ProblemProperties properties) {
    this.staging = staging;
    this.problems = problems;
    this.languages = languages;
    this.maxima = maxima;
    this.properties = properties;
    this.places = new Semaphore(properties.imports());
  }

  /**
   * Writes the archive into a file that does not exist yet.
   *
   * @param <E> why it could not
   */
  public interface Upload<E extends Exception> {
    void into(Path file) throws E, IOException;
  }

  /**
   * A package that was taken in.
   *
   * @param report what there was to say, warnings only
   */
  public record Imported(ProblemStore.Stored stored, List<Finding> report) {}

  /**
   * Imports a package as the newest version of a problem, or nothing of it.
   *
   * @param upload brings the archive
   * @return empty when too many others are being imported
   * @throws PackageRefused when the package can't be taken over
   */
  public <E extends Exception> Optional<Imported> put(UUID tenant, String problem, Upload<E> upload)
      throws E, IOException, PackageRefused {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try (BlobStage stage = staging.stage()) {
      Path archive = stage.scratchFile();
      upload.into(archive);
      var findings = new Findings();
      ProblemDefinition definition = read(archive, problem, stage, findings);
      Set<Blob> blobs = DefinitionBlobs.of(definition);
      stage.keep(blobs);
      List<Finding> report = findings.all();
      return Optional.of(new Imported(problems.put(tenant, problem, definition, report), report));
    } finally {
      places.release();
    }
  }

  private ProblemDefinition read(Path archive, String problem, BlobStage stage, Findings findings)
      throws IOException, PackageRefused {
    var limits =
        new ArchiveLimits(
            properties.maxEntries(), properties.maxUnpacked().toBytes(), properties.maxRatio());
    PackageTree tree = new ArchiveReader(limits).read(archive, stage, findings);
    return PackageFormats.read(
        new ImportContext(tree, findings, languages, maxima, problem, properties.maxTests()));
  }
}
