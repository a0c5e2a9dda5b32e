package dev.glovebox.piston;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.piston.Runtimes.Installed;
import dev.glovebox.submission.SubmissionResult;
import java.util.Optional;

/**
 * The answer to a job.
 *
 * @param compile of languages that are compiled
 * @param run of the program; of the compiler once more, when there was no program to run
 * @param language its name
 * @param version its version
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ExecutionBody(Optional<Stage> compile, Stage run, String language, String version) {

  static ExecutionBody of(Installed runtime, SubmissionResult result) {
    boolean compiled = runtime.ours().compile().isPresent();
    Optional<Stage> compile = compiled ? result.compile().map(Stages::of) : Optional.empty();
    Stage run =
        result.tests().stream()
            .findFirst()
            .map(Stages::of)
            .or(() -> compile)
            .orElseGet(() -> Stages.failed(result));
    return new ExecutionBody(compile, run, runtime.language(), runtime.version().getVersion());
  }
}
