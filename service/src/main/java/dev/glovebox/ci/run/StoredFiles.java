package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Kept;
import dev.glovebox.ci.execute.NotKept;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Dotenv;
import dev.glovebox.ci.store.StoreRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Keeps the files of one attempt as artifacts. */
final class StoredFiles implements Keeping {

  private static final int LONGEST_NAME = 1000;

  private final Artifacts artifacts;
  private final Attempts.Task task;
  private final Masking masking;

  StoredFiles(Artifacts artifacts, Attempts.Task task, Masking masking) {
    this.artifacts = artifacts;
    this.task = task;
    this.masking = masking;
  }

  @Override
  public void keep(Kept kind, String name, int files, InputStream content, Consumer<String> note)
      throws IOException {
    switch (kind) {
      case ARTIFACTS -> store(Artifact.Kind.ARCHIVE, name, files, content, note);
      case JUNIT -> store(Artifact.Kind.JUNIT, name, files, content, note);
      case DOTENV -> dotenv(name, content, note);
      case COBERTURA -> store(Artifact.Kind.COBERTURA, name, files, content, note);
      case JACOCO -> store(Artifact.Kind.JACOCO, name, files, content, note);
      case OTHER -> store(Artifact.Kind.OTHER, name, files, content, note);
      case CACHE -> content.transferTo(OutputStream.nullOutputStream());
    }
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
