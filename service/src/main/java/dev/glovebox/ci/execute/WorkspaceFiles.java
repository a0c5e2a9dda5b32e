package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.sandbox.job.JobSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Lays files into the workspace and takes them out of it, by our helper: never by a job's tools.
 */
final class WorkspaceFiles {

  private static final String TOOL = "/opt/glovebox/bin/workspace";
  private static final int LONGEST_SAYING = 4_096;

  private final JobSpace space;
  private final AttemptRecord record;

  WorkspaceFiles(JobSpace space, AttemptRecord record) {
    this.space = space;
    this.record = record;
  }

  /**
   * Lays an archive into the workspace.
   *
   * @param strip leading parts of the names that are dropped
   */
  Outcome lay(Phase phase, String name, String format, int strip, AttemptOrder.Content content) {
    StringBuilder said = new StringBuilder();
    try (Section section = Section.start(record, phase, name);
        InputStream archive = content.open()) {
      int code =
          space.help(
              List.of(TOOL, "extract", format, Integer.toString(strip)),
              archive,
              (_, bytes, offset, length) -> hear(said, bytes, offset, length));
      section.end(code == 0 ? 0 : 1);
      return code == 0
          ? new Outcome.Success()
          : Failures.of(
              FailureClass.POLICY,
              "config_error",
              "The archive could not be unpacked: " + said.toString().strip());
    } catch (IOException e) {
      return store("The archive could not be read: " + e.getMessage());
    }
  }

  /** Keeps what the plan names; a warning in the log where there is nothing. */
  Outcome keep(ArtifactPlan plan, Variables variables, long most) {
    try (Section section = Section.start(record, Phase.ARTIFACTS_UPLOAD, "");
        Spool zip = new Spool(most)) {
      StringBuilder said = new StringBuilder();
      int code = pack(plan, variables, zip, said);
      Outcome result = kept(plan, variables, zip, code, said.toString().strip(), most);
      section.end(result instanceof Outcome.Success ? 0 : 1);
      return result;
    } catch (NotKept e) {
      return Failures.of(
          FailureClass.LIMIT, "artifact_limit", "The artifacts are not kept: " + e.getMessage());
    } catch (IOException e) {
      return store("The artifacts could not be kept: " + e.getMessage());
    }
  }

  private int pack(ArtifactPlan plan, Variables variables, Spool zip, StringBuilder said) {
    String globs = lines(plan.paths(), variables) + "\n\n" + lines(plan.exclude(), variables);
    return space.help(
        List.of(TOOL, "pack"),
        new ByteArrayInputStream(globs.getBytes(StandardCharsets.UTF_8)),
        (error, bytes, offset, length) -> {
          if (error) {
            hear(said, bytes, offset, length);
          } else {
            zip.write(bytes, offset, length);
          }
        });
  }

  private Outcome kept(
      ArtifactPlan plan, Variables variables, Spool zip, int code, String said, long most)
      throws IOException {
    if (zip.isTooLarge()) {
      return Failures.of(
          FailureClass.LIMIT,
          "artifact_limit",
          "The artifacts are more than %d bytes.".formatted(most));
    }
    if (code != 0 || !said.matches("[0-9]{1,9}")) {
      return store("The artifacts could not be packed: " + said);
    }
    if (said.equals("0")) {
      say("WARNING: %s: no matching files\n".formatted(String.join(", ", plan.paths())));
      return new Outcome.Success();
    }
    try (InputStream content = zip.open()) {
      record.keep(
          AttemptRecord.Kept.ARTIFACTS,
          variables.expand(plan.name()),
          Integer.parseInt(said),
          content);
    }
    return new Outcome.Success();
  }

  /** A glob is one line: what would be several is none. */
  private static String lines(List<String> globs, Variables variables) {
    return String.join(
        "\n",
        globs.stream()
            .map(variables::expand)
            .filter(glob -> !glob.isEmpty() && glob.indexOf('\n') < 0)
            .toList());
  }

  private static void hear(StringBuilder said, byte[] bytes, int offset, int length) {
    if (said.length() < LONGEST_SAYING) {
      said.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  private void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    record.output(AttemptRecord.Origin.GLOVEBOX, bytes, 0, bytes.length);
  }

  private static Outcome.Failure store(String sentence) {
    return new Outcome.Failure(
        FailureClass.INFRA,
        "artifact_store_error",
        sentence,
        Optional.empty(),
        Optional.empty(),
        true);
  }
}
