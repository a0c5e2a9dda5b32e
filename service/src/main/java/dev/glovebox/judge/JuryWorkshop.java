package dev.glovebox.judge;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JuryProgram.Start;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.ExecutionLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Works out how programs of juries are built and run. Thread-safe. */
final class JuryWorkshop {

  private static final Duration USUAL_TIME = Duration.ofSeconds(60);
  private static final long USUAL_MEMORY = 2L << 30;
  private static final long USUAL_OUTPUT = 8L << 20;

  /** The language whose image scripts of packages run in. */
  private static final String SCRIPTS_IN = "cpp";

  /** What programs that are built and run by a package's scripts have for a language. */
  static final String SCRIPTS_LANGUAGE = "scripts";

  private static final Set<String> SCRIPTS = Set.of("build", "run");

  private final Assignments languages;
  private final TestData data;
  private final JudgeProperties properties;
  private final HostLoad load;

  JuryWorkshop(Assignments languages, TestData data, JudgeProperties properties, HostLoad load) {
    this.languages = languages;
    this.data = data;
    this.properties = properties;
    this.load = load;
  }

  /**
   * @throws InfrastructureFault when its language can't be run here
   */
  Program program(JuryProgram jury, ProblemLimits limits, UUID tenant, IsolationTier tier) {
    List<SandboxFile> files =
        jury.files().stream()
            .map(file -> new SandboxFile(file.path(), data.read(file.blob()), file.executable()))
            .toList();
    return switch (jury.start()) {
      case Start.ByLanguage(String id, Optional<String> main) -> {
        Language language = languages.language(id);
        yield program(
            language,
            language,
            ProgramLayout.of(language, files, main.or(() -> first(language, files))),
            limits,
            tenant,
            tier);
      }
      case Start.ByScripts(boolean build) -> {
        Language around = languages.language(SCRIPTS_IN);
        List<SandboxFile> scripts = files.stream().map(JuryWorkshop::startable).toList();
        yield program(
            scripts(around, build),
            around,
            new ProgramLayout(scripts, "run", Optional.empty()),
            limits,
            tenant,
            tier);
      }
    };
  }

  private Program program(
      Language language,
      Language image,
      ProgramLayout layout,
      ProblemLimits limits,
      UUID tenant,
      IsolationTier tier) {
    ExecutionLimits granted = granted(limits, language);
    return new Program(
        tenant,
        language,
        languages.image(image),
        tier,
        layout,
        new CommandLine(language, layout, Optional.empty(), granted.memoryBytes()),
        new PhaseLimits(language, granted, tier, properties, load));
  }

  private static ExecutionLimits granted(ProblemLimits limits, Language language) {
    Duration cpu = limits.validationTime().orElse(USUAL_TIME);
    long output = limits.validationOutputBytes().orElse(USUAL_OUTPUT);
    return new ExecutionLimits(
        cpu,
        GrantedLimits.wall(cpu),
        limits.validationMemoryBytes().orElse(USUAL_MEMORY),
        language.processes(),
        output,
        output,
        Optional.empty());
  }

  /** The first file of the language, in a folder with others. */
  private static Optional<String> first(Language language, List<SandboxFile> files) {
    return files.stream()
        .map(SandboxFile::path)
        .filter(path -> language.compiles(path.substring(path.lastIndexOf('.') + 1)))
        .sorted()
        .findFirst();
  }

  /** Archives made elsewhere forget who may be started. */
  private static SandboxFile startable(SandboxFile file) {
    return SCRIPTS.contains(file.path())
        ? new SandboxFile(file.path(), file.content(), true)
        : file;
  }

  /** A language of its own: what the package's scripts make of the folder is the program. */
  private static Language scripts(Language around, boolean build) {
    Optional<Language.Compile> compile =
        around
            .compile()
            .filter(_ -> build)
            .map(usual ->
                new Language.Compile(
                    new Language.Command(List.of("/box/app/build"), usual.command().environment()),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of("**"),
                    usual.cpu(),
                    usual.wall(),
                    usual.memoryBytes(),
                    usual.processes(),
                    usual.outputBytes(),
                    usual.fileSizeBytes()));
    return new Language(
        SCRIPTS_LANGUAGE,
        "the package's scripts",
        List.of(),
        List.of(),
        around.group(),
        around.version(),
        "run",
        compile,
        Optional.empty(),
        new Language.Command(List.of("/box/app/run"), around.run().environment()),
        around.memoryOverheadBytes(),
        around.processes());
  }
}
