package dev.glovebox.problem;

import dev.glovebox.blob.Blob;
import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One test of a problem.
 *
 * @param input standard input of a run, or what the interactor reads; empty = none
 * @param answer the jury's answer; empty = none
 * @param points what it is worth, where the format gives points to tests
 * @param arguments of the submission's program
 * @param checkerArguments further arguments of the checker or interactor
 * @param comparison where it differs from the problem's, in problems without a checker
 * @param files put into the submission's working directory
 * @param sample whether contestants know it
 */
public record ProblemTest(
    String path,
    Optional<Blob> input,
    Optional<Blob> answer,
    Optional<BigDecimal> points,
    List<String> arguments,
    List<String> checkerArguments,
    Optional<Comparison> comparison,
    List<PackageFile> files,
    boolean sample)
    implements TestNode {

  public ProblemTest {
    arguments = List.copyOf(arguments);
    checkerArguments = List.copyOf(checkerArguments);
    files = List.copyOf(files);
  }
}
