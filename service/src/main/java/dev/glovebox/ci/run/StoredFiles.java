package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Kept;
import dev.glovebox.ci.execute.NotKept;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.report.JUnitReader;
import dev.glovebox.ci.report.MalformedReport;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Cache;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.ci.store.Dotenv;
import dev.glovebox.ci.store.StoreRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files of one attempt as artifacts. */
final class StoredFiles implements Keeping {

  private static final Logger log = LoggerFactory.getLogger(StoredFiles.class);
  private static final int LONGEST_NAME = 1000;

  private final Artifacts artifacts;
  private final Caches caches;
  private final Attempts.Task task;
  private final Masking masking;

  StoredFiles(Artifacts artifacts, Caches caches, Attempts.Task task, Masking masking) {
    this.artifacts = artifacts;
    this.caches = caches;
    this.task = task;
    this.masking = masking;
  }

  @Override
  public void keep(Kept kind, String name, int files, InputStream content, Consumer<String> note)
      throws IOException {
    switch (kind) {
      case ARTIFACTS -> store(Artifact.Kind.ARCHIVE, name, files, content, note);
      case JUNIT -> junit(name, content, note);
      case DOTENV -> dotenv(name, content, note);
      case COBERTURA -> store(Artifact.Kind.COBERTURA, name, files, content, note);
      case JACOCO -> store(Artifact.Kind.JACOCO, name, files, content, note);
      case OTHER -> store(Artifact.Kind.OTHER, name, files, content, note);
      case CACHE -> cache(name, files, content, note);
    }
  }

  /** Masked before it is stored, as the log; what can't be read is told and kept nevertheless. */
  private void junit(String name, InputStream content, Consumer<String> note) throws IOException {
    byte[] file = content.readNBytes(JUnitReader.LARGEST + 1);
    content.transferTo(OutputStream.nullOutputStream());
    if (file.length > JUnitReader.LARGEST) {
      note.accept("WARNING: %s is too large for a report".formatted(shown(name)));
      return;
    }
    var masked = new ByteArrayOutputStream(file.length + 16);
    ByteSink masker = masking.of(masked::write);
    masker.write(file, 0, file.length);
    masker.flush();
    byte[] bytes = masked.toByteArray();
    var tests = new AtomicInteger();
    try {
      new JUnitReader(_ -> tests.incrementAndGet()).read(new ByteArrayInputStream(bytes));
      note.accept("%s: %d tests".formatted(shown(name), tests.get()));
    } catch (MalformedReport e) {
      note.accept(
          "WARNING: %s:%d: this is no report of tests: %s"
              .formatted(shown(name), e.line(), e.getMessage()));
    }
    store(Artifact.Kind.JUNIT, name, 1, new ByteArrayInputStream(bytes), note);
  }

  /** What can't be read as variables is told, and does not fail the job. */
  private void dotenv(String name, InputStream content, Consumer<String> note) throws IOException {
    byte[] file = content.readNBytes(Dotenv.LARGEST + 1);
    content.transferTo(OutputStream.nullOutputStream());
    try {
      int variables = Dotenv.read(file).size();
      store(Artifact.Kind.DOTENV, name, 1, new ByteArrayInputStream(file), note);
      note.accept("%s: %d variables for later jobs".formatted(shown(name), variables));
    } catch (Dotenv.Malformed e) {
      note.accept(
          "WARNING: %s gives no variables to later jobs: %s"
              .formatted(shown(name), e.getMessage()));
    }
  }

  /** A cache never fails a job: what is wrong is told. */
  private void cache(String key, int files, InputStream content, Consumer<String> note)
      throws IOException {
    String stored = Attempts.storable(key);
    if (stored.isEmpty() || stored.length() > Caches.LONGEST_KEY) {
      note.accept("WARNING: a cache is not saved: its key is empty or too long");
      content.transferTo(OutputStream.nullOutputStream());
      return;
    }
    try {
      Cache saved = caches.save(task.attempt(), stored, files, content);
      note.accept(
          "cache %s: %d files saved, %d bytes".formatted(shown(key), files, saved.blob().size()));
    } catch (StoreRefused e) {
      note.accept("WARNING: the cache %s is not saved: %s".formatted(shown(key), e.getMessage()));
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      log.warn("A cache of attempt {} can't be saved", task.attempt(), e);
      note.accept("WARNING: the cache %s is not saved: the store fails".formatted(shown(key)));
    }
  }

  private void store(
      Artifact.Kind kind, String name, int files, InputStream content, Consumer<String> note)
      throws IOException {
    try {
      Artifact kept =
          artifacts.keep(
              new Artifacts.Owner(task.tenant(), task.job(), task.attempt()),
              kind,
              shown(name),
              files,
              task.plan().artifacts().flatMap(ArtifactPlan::expireIn),
              content);
      note.accept("%s: %d files kept, %d bytes".formatted(kept.name(), files, kept.blob().size()));
    } catch (StoreRefused e) {
      note.accept("ERROR: %s is not kept: %s".formatted(shown(name), e.getMessage()));
      throw new NotKept(String.valueOf(e.getMessage()));
    }
  }

  private String shown(String name) {
    String masked = Attempts.storable(masking.mask(name)).strip();
    String cut = masked.length() > LONGEST_NAME ? masked.substring(0, LONGEST_NAME) : masked;
    return cut.isEmpty() ? "artifacts" : cut;
  }
}
