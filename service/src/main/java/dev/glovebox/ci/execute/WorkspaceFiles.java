package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.ci.plan.Reports;
import dev.glovebox.sandbox.job.JobSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lays files into the workspace and takes them out of it, by our helper: never by a job's tools.
 */
final class WorkspaceFiles {

  private static final String TOOL = "/opt/glovebox/bin/workspace";
  private static final int LONGEST_SAYING = 4_096;

  /** For one archive, either way. */
  private static final Duration MOST_TIME = Duration.ofMinutes(10);

  /** Bytes of all reports of one kind, packed or not. */
  private static final long MOST_REPORTS = 100L << 20;

  /** Bytes of the names of all files of a source. */
  private static final int MOST_NAMES = 32 << 20;

  private final JobSpace space;
  private final AttemptRecord record;

  /** The names of the source's files, each with a newline behind it. */
  private final ByteArrayOutputStream source = new ByteArrayOutputStream();

  private boolean sourceIsTooLarge;

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
    return lay(
        phase, name, List.of(TOOL, "extract", format, Integer.toString(strip)), content, null);
  }

  /**
   * Lays the source into the workspace and remembers which files it has: whatever else is there
   * when files are kept is untracked. No git is asked, for the job could have told it anything.
   */
  Outcome laySource(String format, int strip, AttemptOrder.Content content) {
    return lay(
        Phase.SOURCE,
        "",
        List.of(TOOL, "extract", format, Integer.toString(strip), "names"),
        content,
        source);
  }

  private Outcome lay(
      Phase phase,
      String name,
      List<String> command,
      AttemptOrder.Content content,
      @Nullable ByteArrayOutputStream names) {
    StringBuilder said = new StringBuilder();
    try (Section section = Section.start(record, phase, name);
        InputStream archive = content.open()) {
      int code =
          space.help(
              command,
              archive,
              (error, bytes, offset, length) -> {
                if (!error && names != null) {
                  remember(names, bytes, offset, length);
                } else {
                  hear(said, bytes, offset, length);
                }
              },
              MOST_TIME);
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

  private void remember(ByteArrayOutputStream names, byte[] bytes, int offset, int length) {
    if (names.size() + length > MOST_NAMES) {
      sourceIsTooLarge = true;
    } else {
      names.write(bytes, offset, length);
    }
  }

  /** Keeps the archive that the plan names; a warning in the log where there is nothing. */
  Outcome keep(ArtifactPlan plan, Variables variables, long most) {
    return pack(
        Phase.ARTIFACTS_UPLOAD,
        "",
        "zip",
        new Chosen(plan.paths(), plan.exclude(), plan.untracked()),
        variables,
        most,
        (zip, files) -> {
          try (InputStream content = zip.open()) {
            record.keep(
                AttemptRecord.Kept.ARTIFACTS, variables.expand(plan.name()), files, content);
          }
        });
  }

  /** Keeps each report by itself. */
  Outcome keep(Reports reports, Variables variables) {
    Outcome outcome = new Outcome.Success();
    Map<AttemptRecord.Kept, List<String>> kinds = new EnumMap<>(AttemptRecord.Kept.class);
    kinds.put(AttemptRecord.Kept.JUNIT, reports.junit());
    kinds.put(AttemptRecord.Kept.DOTENV, reports.dotenv());
    kinds.put(AttemptRecord.Kept.COBERTURA, reports.cobertura());
    kinds.put(AttemptRecord.Kept.JACOCO, reports.jacoco());
    kinds.put(AttemptRecord.Kept.OTHER, reports.others());
    for (var kind : kinds.entrySet()) {
      if (!kind.getValue().isEmpty()) {
        Outcome kept =
            pack(
                Phase.ARTIFACTS_UPLOAD,
                kind.getKey().name().toLowerCase(Locale.ROOT),
                "zip",
                new Chosen(kind.getValue(), List.of(), false),
                variables,
                MOST_REPORTS,
                (zip, _) -> keepEach(kind.getKey(), zip));
        outcome = outcome instanceof Outcome.Success ? kept : outcome;
      }
    }
    return outcome;
  }

  private void keepEach(AttemptRecord.Kept kind, Spool zip) throws IOException {
    try (ZipInputStream files = new ZipInputStream(zip.open())) {
      long left = MOST_REPORTS;
      for (ZipEntry file; (file = files.getNextEntry()) != null; ) {
        try (BoundedInputStream content =
            BoundedInputStream.builder()
                .setInputStream(files)
                .setMaxCount(left + 1)
                .setPropagateClose(false)
                .get()) {
          record.keep(kind, file.getName(), 1, content);
          left -= content.getCount();
        }
        if (left < 0) {
          throw new NotKept("the reports are more than %d bytes".formatted(MOST_REPORTS));
        }
      }
    }
  }

  /** Keeps the files of a cache under this key. */
  Outcome keep(CachePlan plan, String key, Variables variables, long most) {
    return pack(
        Phase.CACHE_SAVE,
        key,
        "tar.zst",
        new Chosen(plan.paths(), List.of(), plan.untracked()),
        variables,
        most,
        (archive, files) -> {
          try (InputStream content = archive.open()) {
            record.keep(AttemptRecord.Kept.CACHE, key, files, content);
          }
        });
  }

  /** What the contents of files hash to; empty where there are none. */
  Optional<String> hash(List<String> globs, Variables variables) {
    StringBuilder said = new StringBuilder();
    int code =
        space.help(
            List.of(TOOL, "hash"),
            new ByteArrayInputStream(lines(globs, variables).getBytes(StandardCharsets.UTF_8)),
            (error, bytes, offset, length) -> {
              if (!error) {
                hear(said, bytes, offset, length);
              }
            },
            MOST_TIME);
    return code == 0 && !said.isEmpty() ? Optional.of(said.toString()) : Optional.empty();
  }

  /**
   * Which files are kept.
   *
   * @param paths globs
   * @param exclude globs of what is left out, untracked or not
   * @param untracked whether what is not of the source is kept too
   */
  private record Chosen(List<String> paths, List<String> exclude, boolean untracked) {
    String shown() {
      return String.join(", ", paths)
          + (untracked ? (paths.isEmpty() ? "" : ", ") + "untracked" : "");
    }
  }

  private interface Keeper {
    void keep(Spool archive, int files) throws IOException;
  }

  private Outcome pack(
      Phase phase,
      String name,
      String format,
      Chosen chosen,
      Variables variables,
      long most,
      Keeper keeper) {
    try (Section section = Section.start(record, phase, name);
        Spool zip = new Spool(most)) {
      StringBuilder said = new StringBuilder();
      int code = pack(format, wanted(chosen, variables), zip, said);
      Outcome result = packed(zip, code, said.toString().strip(), most);
      if (result instanceof Outcome.Success) {
        int files = Integer.parseInt(said.toString().strip());
        if (files == 0) {
          say("WARNING: %s: no matching files\n".formatted(chosen.shown()));
        } else {
          keeper.keep(zip, files);
        }
        section.end(0);
      }
      return result;
    } catch (NotKept e) {
      return Failures.of(
          FailureClass.LIMIT, "artifact_limit", "The files are not kept: " + e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      return store("The files could not be kept: " + e.getMessage());
    }
  }

  /** The globs, and where it matters the names of the source's files. */
  private byte[] wanted(Chosen chosen, Variables variables) {
    var wanted = new ByteArrayOutputStream();
    wanted.writeBytes(
        (section(lines(chosen.paths(), variables)) + section(lines(chosen.exclude(), variables)))
            .getBytes(StandardCharsets.UTF_8));
    if (chosen.untracked() && sourceIsTooLarge) {
      say(
          "WARNING: the source has too many files to tell which are untracked: only paths are kept\n");
    } else if (chosen.untracked()) {
      wanted.writeBytes("untracked\n".getBytes(StandardCharsets.UTF_8));
      wanted.writeBytes(source.toByteArray());
    }
    return wanted.toByteArray();
  }

  private int pack(String format, byte[] wanted, Spool zip, StringBuilder said) {
    return space.help(
        List.of(TOOL, "pack", format),
        new ByteArrayInputStream(wanted),
        (error, bytes, offset, length) -> {
          if (error) {
            hear(said, bytes, offset, length);
          } else {
            zip.write(bytes, offset, length);
          }
        },
        MOST_TIME);
  }

  private static Outcome packed(Spool zip, int code, String said, long most) {
    if (zip.isTooLarge()) {
      return Failures.of(
          FailureClass.LIMIT,
          "artifact_limit",
          "The files to keep are more than %d bytes.".formatted(most));
    }
    if (said.startsWith("refused: ")) {
      return Failures.of(
          FailureClass.POLICY, "config_error", "The files could not be packed: " + said);
    }
    return code != 0 || !said.matches("[0-9]{1,9}")
        ? store("The files could not be packed: " + said)
        : new Outcome.Success();
  }

  /** Lines, and an empty one behind them. */
  private static String section(String lines) {
    return lines.isEmpty() ? "\n" : lines + "\n\n";
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

  void say(String text) {
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
