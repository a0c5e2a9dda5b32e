package dev.glovebox.judge;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.queue.EquipmentFault;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.Lease;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Particulars;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Works out what follows from a submission before anything runs. */
final class Assignments {

  /** By these names a package's file is what a program starts from. */
  private static final Set<String> ENTRY_NAMES = Set.of("main", "__main__", "grader");

  private final Languages languages;
  private final ProblemSide problems;
  private final JudgeProperties properties;
  private final HostLoad load;

  Assignments(
      Languages languages, ProblemSide problems, JudgeProperties properties, HostLoad load) {
    this.languages = languages;
    this.problems = problems;
    this.properties = properties;
    this.load = load;
  }

  /**
   * @throws InfrastructureFault when something is not here that the submission needs
   */
  Assignment of(Lease lease, Submission submission, Optional<ProblemVersion> problem) {
    SubmissionRequest request = submission.request();
    Language language =
        particular(
            compiledWithin(
                language(request.language()),
                problem.map(version -> version.definition().limits())),
            request.particulars());
    ProgramLayout layout = layout(language, request, problem.map(ProblemVersion::definition));
    ExecutionLimits limits =
        withoutFiles(limits(request), language, problem.map(ProblemVersion::definition));
    return new Assignment(
        lease,
        submission,
        problem,
        new Program(
            submission.tenant(),
            language,
            image(language),
            request.tier(),
            layout,
            new CommandLine(language, layout, request.compileOptions(), limits.memoryBytes()),
            new PhaseLimits(language, limits, request.tier(), properties, load)));
  }

  /** A problem's limits of compilations take the place of the language's. */
  private static Language compiledWithin(Language language, Optional<ProblemLimits> problem) {
    Optional<Duration> cpu = problem.flatMap(ProblemLimits::compilationTime);
    Optional<Long> memory = problem.flatMap(ProblemLimits::compilationMemoryBytes);
    if (cpu.isEmpty() && memory.isEmpty()) {
      return language;
    }
    return language.with(
        language
            .compile()
            .map(usual ->
                usual.within(
                    cpu.orElse(usual.cpu()),
                    cpu.map(GrantedLimits::wall).orElse(usual.wall()),
                    memory.orElse(usual.memoryBytes()))));
  }

  /** What the request wants otherwise than the language has it. */
  private static Language particular(Language language, Particulars asked) {
    Language bounded =
        asked
            .compile()
            .map(most ->
                language.with(
                    language
                        .compile()
                        .map(c -> c.atMost(most.cpu(), most.wall(), most.memoryBytes()))))
            .orElse(language);
    return asked.checkSyntax() ? bounded : bounded.withoutCheck();
  }

  /** The version of the problem that a submission is judged against. */
  ProblemVersion version(Submission submission, ProblemRef ref) {
    return problems
        .problems()
        .find(submission.tenant(), ref.problem(), Optional.of(ref.version()))
        .orElseThrow(() ->
            new InfrastructureFault(
                "problem_missing",
                "problem %s has no version %s here".formatted(ref.problem(), ref.version())));
  }

  Language language(String id) {
    return languages
        .find(id)
        .orElseThrow(
            () -> new InfrastructureFault("language_missing", "this worker has no language " + id));
  }

  String image(Language language) {
    return switch (languages.readiness(language)) {
      case Readiness.Ready(String id, String _) -> id;
      case Readiness.NotReady(String reason) ->
          // An engine that is away has no images either.
          throw new EquipmentFault(
              "image_missing", language.name() + " can't be run here: " + reason);
    };
  }

  private static ExecutionLimits limits(SubmissionRequest request) {
    ExecutionLimits limits = request.limits();
    Optional<Duration> other = request.overrides().flatMap(Overrides::timeLimit);
    return other
        .map(cpu ->
            new ExecutionLimits(
                cpu,
                GrantedLimits.wall(cpu),
                limits.memoryBytes(),
                limits.processes(),
                limits.outputBytes(),
                limits.fileSizeBytes(),
                limits.stackBytes()))
        .orElse(limits);
  }

  /** A program that may write no files may write nothing into them. */
  private static ExecutionLimits withoutFiles(
      ExecutionLimits limits, Language language, Optional<ProblemDefinition> problem) {
    boolean writable = problem.map(p -> p.files().writable()).orElse(true);
    return writable || language.needsFiles()
        ? limits
        : new ExecutionLimits(
            limits.cpu(),
            limits.wall(),
            limits.memoryBytes(),
            limits.processes(),
            limits.outputBytes(),
            0,
            limits.stackBytes());
  }

  private ProgramLayout layout(
      Language language, SubmissionRequest request, Optional<ProblemDefinition> problem) {
    List<SandboxFile> own =
        request.sources().stream()
            .map(source -> new SandboxFile(source.name(), source.content()))
            .toList();
    ProgramLayout alone = ProgramLayout.of(language, own, request.main());
    List<PackageFile> include = problem.map(p -> include(p, language)).orElse(List.of());
    if (include.isEmpty()) {
      return alone;
    }
    Map<String, SandboxFile> all = new LinkedHashMap<>();
    alone.sources().forEach(file -> all.put(file.path(), file));
    // The package's files take the place of a submission's of the same name.
    include.forEach(file -> all.put(file.path(), read(file)));
    String main = entry(language, include).orElse(alone.main());
    return ProgramLayout.of(language, new ArrayList<>(all.values()), Optional.of(main));
  }

  /** Those for its language, for another one of the same sources, or for all. */
  private List<PackageFile> include(ProblemDefinition problem, Language language) {
    Map<String, List<PackageFile>> all = problem.include();
    return Stream.concat(
            Stream.of(language.id()),
            language.shares().stream()
                .flatMap(name -> languages.find(name).stream())
                .map(Language::id))
        .filter(all::containsKey)
        .findFirst()
        .map(all::get)
        .orElseGet(() -> all.getOrDefault("default", List.of()));
  }

  /** The file of the package's that the program starts from, where it brings one. */
  private static Optional<String> entry(Language language, List<PackageFile> include) {
    return include.stream()
        .map(PackageFile::path)
        .filter(path -> isEntry(language, path))
        .findFirst();
  }

  private static boolean isEntry(Language language, String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0
        && ENTRY_NAMES.contains(file.substring(0, dot).toLowerCase(Locale.ROOT))
        && language.compiles(file.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private SandboxFile read(PackageFile file) {
    return new SandboxFile(file.path(), problems.data().read(file.blob()), file.executable());
  }
}
