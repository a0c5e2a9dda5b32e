package dev.glovebox.problem;

import dev.glovebox.blob.Blob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All contents that a definition names. */
public final class DefinitionBlobs {

  private DefinitionBlobs() {}

  /** Of tests, programs, solutions, included files and tests of the checker. */
  public static Set<Blob> of(ProblemDefinition definition) {
    var blobs = new HashSet<Blob>();
    definition
        .tests()
        .tests()
        .forEach(test -> {
          test.input().ifPresent(blobs::add);
          test.answer().ifPresent(blobs::add);
          add(test.files(), blobs);
        });
    programs(definition).forEach(program -> add(program.files(), blobs));
    definition.include().values().forEach(files -> add(files, blobs));
    definition.solutions().forEach(solution -> add(solution.files(), blobs));
    for (CheckerCase one : definition.checkerCases()) {
      blobs.addAll(List.of(one.input(), one.answer(), one.output()));
    }
    for (InputCase one : definition.inputs().cases()) {
      blobs.add(one.input());
      add(one.files(), blobs);
    }
    return Set.copyOf(blobs);
  }

  private static Stream<JuryProgram> programs(ProblemDefinition definition) {
    Stream<Validator> validators =
        switch (definition.checking()) {
          case Checking.Compared _ -> Stream.empty();
          case Checking.Checked(List<Validator> checkers) -> checkers.stream();
          case Checking.Interactive(Validator interactor, var checker) ->
              Stream.concat(Stream.of(interactor), checker.stream());
        };
    Stream<JuryProgram> all =
        Stream.concat(validators, definition.inputs().validators().stream())
            .map(Validator::program);
    return Stream.concat(all, graders(definition.tests()));
  }

  private static Stream<JuryProgram> graders(TestGroup group) {
    Stream<JuryProgram> own =
        group.scoring() instanceof Scoring.KattisLegacy legacy
            ? legacy.grader().stream()
            : Stream.empty();
    Stream<JuryProgram> below =
        group.children().stream()
            .filter(TestGroup.class::isInstance)
            .map(TestGroup.class::cast)
            .flatMap(DefinitionBlobs::graders);
    return Stream.concat(own, below);
  }

  private static void add(List<PackageFile> files, Set<Blob> blobs) {
    files.forEach(file -> blobs.add(file.blob()));
  }
}
