package dev.glovebox.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A language of the catalogue: {@code images/<id>/language.yaml}, whose format is described in
 * {@code images/README.md}.
 *
 * @param id folder name and API id
 * @param name for people
 * @param aliases other names
 * @param extensions of source files, without the dot; a request may name the language by them
 * @param shares extensions of source files too, but they name another language
 * @param group which set of images it belongs to
 * @param image the folder whose image it runs in; several languages may share one
 * @param version how to learn the version
 * @param source name of a single source that came without one
 * @param compile empty for languages that are run from their sources
 * @param check syntax check, run only after a program has failed
 * @param run how a program is started
 * @param memoryOverheadBytes memory the runtime needs beyond the program's limit
 * @param processes default process limit
 * @param timeFactor on the time limits of problems, which are set for fast languages; at least 1
 * @param needsFiles whether the runtime itself writes files, whatever the program does
 */
public record Language(
    String id,
    String name,
    List<String> aliases,
    List<String> extensions,
    List<String> shares,
    String group,
    String image,
    VersionCommand version,
    String source,
    Optional<Compile> compile,
    Optional<Command> check,
    Command run,
    long memoryOverheadBytes,
    int processes,
    BigDecimal timeFactor,
    boolean needsFiles) {

  /** With an image of its own, and the time limits of problems as they are. */
  public Language(
      String id,
      String name,
      List<String> aliases,
      List<String> extensions,
      String group,
      VersionCommand version,
      String source,
      Optional<Compile> compile,
      Optional<Command> check,
      Command run,
      long memoryOverheadBytes,
      int processes) {
    this(
        id,
        name,
        aliases,
        extensions,
        List.of(),
        group,
        id,
        version,
        source,
        compile,
        check,
        run,
        memoryOverheadBytes,
        processes,
        BigDecimal.ONE,
        false);
  }

  /** The same, whose sources are not looked at when a program has failed. */
  public Language withoutCheck() {
    return new Language(
        id,
        name,
        aliases,
        extensions,
        shares,
        group,
        image,
        version,
        source,
        compile,
        Optional.empty(),
        run,
        memoryOverheadBytes,
        processes,
        timeFactor,
        needsFiles);
  }

  /** The same with another compilation. */
  public Language with(Optional<Compile> other) {
    return new Language(
        id,
        name,
        aliases,
        extensions,
        shares,
        group,
        image,
        version,
        source,
        other,
        check,
        run,
        memoryOverheadBytes,
        processes,
        timeFactor,
        needsFiles);
  }

  /** What the engine calls its image, for example {@code glovebox/cpp:latest}. */
  public String imageName() {
    return "glovebox/" + image + ":latest";
  }

  /** Whether files with this extension, in lower case and without the dot, are its sources. */
  public boolean compiles(String extension) {
    return sourceExtensions().anyMatch(extension::equals);
  }

  /** All extensions of its sources, those that name it first; lower case, without the dot. */
  public Stream<String> sourceExtensions() {
    return Stream.concat(extensions.stream(), shares.stream())
        .map(extension -> extension.toLowerCase(Locale.ROOT));
  }

  /**
   * @param command arguments, possibly with placeholders
   * @param environment in addition to the standard one
   */
  public record Command(List<String> command, Map<String, String> environment) {}

  /**
   * @param command run in the sandbox
   * @param pattern its first match in the output is the version
   */
  public record VersionCommand(List<String> command, Pattern pattern) {}

  /**
   * @param command the compiler
   * @param defaultOptions used when the request has none
   * @param allowedOptions an option must match one of them as a whole
   * @param mandatoryOptions always added in front
   * @param results globs of what stays
   * @param cpu CPU limit
   * @param wall wall limit
   * @param memoryBytes memory limit
   * @param processes process limit
   * @param outputBytes how much the compiler may write
   * @param fileSizeBytes largest file
   */
  public record Compile(
      Command command,
      List<String> defaultOptions,
      List<Pattern> allowedOptions,
      List<String> mandatoryOptions,
      List<String> results,
      Duration cpu,
      Duration wall,
      long memoryBytes,
      int processes,
      long outputBytes,
      long fileSizeBytes) {

    /** The same with at most these limits. */
    public Compile atMost(Duration mostCpu, Duration mostWall, long mostMemoryBytes) {
      return within(
          cpu.compareTo(mostCpu) > 0 ? mostCpu : cpu,
          wall.compareTo(mostWall) > 0 ? mostWall : wall,
          Math.min(memoryBytes, mostMemoryBytes));
    }

    /** The same with other limits of time and memory. */
    public Compile within(Duration cpuLimit, Duration wallLimit, long memoryLimit) {
      return new Compile(
          command,
          defaultOptions,
          allowedOptions,
          mandatoryOptions,
          results,
          cpuLimit,
          wallLimit,
          memoryLimit,
          processes,
          outputBytes,
          fileSizeBytes);
    }
  }
}
