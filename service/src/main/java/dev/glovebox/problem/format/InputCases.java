package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Input validators of the Kattis formats, and what they are tried on: the inputs of all tests, and
 * those in {@code data/invalid_input}.
 */
final class InputCases {

  private static final List<String> MARKS = List.of(".in");
  private static final List<String> PROGRAMS =
      List.of("input_validators", "input_format_validators");
  private static final List<String> INVALID = List.of("invalid_input", "invalid_inputs");

  private final ImportContext context;
  private final FolderRules rules;

  InputCases(ImportContext context, FolderRules rules) {
    this.context = context;
    this.rules = rules;
  }

  InputChecking read() throws IOException {
    var validators = new ArrayList<Validator>();
    for (String folder : PROGRAMS) {
      for (JuryProgram program : new JuryPrograms(context).in(folder)) {
        validators.add(new Validator(program, CheckerProtocol.KATTIS));
      }
    }
    if (validators.isEmpty()) {
      return InputChecking.NONE;
    }
    var cases = new ArrayList<InputCase>();
    for (String name : List.of("sample", "secret", "valid_input")) {
      add(name, "data/" + name, true, cases);
    }
    for (String name : List.of("valid_output", "invalid_output")) {
      add(name, "data/" + name, true, cases);
    }
    for (String name : INVALID) {
      add(name, "data/" + name, false, cases);
    }
    return new InputChecking(validators, cases);
  }

  private void add(String path, String folder, boolean valid, List<InputCase> cases)
      throws IOException {
    for (TestFolder.Member member : TestFolder.read(context.tree(), folder, MARKS).members()) {
      String memberPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Group(_, String sub) -> add(memberPath, sub, valid, cases);
        case TestFolder.Case test -> {
          Optional<TreeFile> input = test.file(".in");
          if (input.isPresent()) {
            cases.add(
                new InputCase(
                    memberPath,
                    input.get().blob(),
                    valid,
                    arguments(test, rules.of(folder)),
                    PackageFiles.below(context.tree(), test.base() + ".files")));
          }
        }
      }
    }
  }

  /** The validators' own arguments, then those of the test. */
  private List<String> arguments(TestFolder.Case test, CaseFiles.Inherited inherited)
      throws IOException {
    Keys keys = context.yaml(test.base() + ".yaml");
    var all = new ArrayList<>(arguments(keys).orElse(inherited.inputFlags()));
    all.addAll(keys.texts("args").orElse(inherited.arguments()));
    return all;
  }

  /** Of a test or a group of the newer formats. */
  static Optional<List<String>> arguments(Keys keys) {
    String key = "input_validator_args";
    if (keys.isMap(key)) {
      keys.warn(key, "for single validators are ignored");
      return Optional.empty();
    }
    return keys.texts(key);
  }
}
