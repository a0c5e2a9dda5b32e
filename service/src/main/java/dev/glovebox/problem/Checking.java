package dev.glovebox.problem;

import dev.glovebox.submission.Comparison;
import java.util.List;
import java.util.Optional;

/** Who says whether an output is right. */
public sealed interface Checking {

  /**
   * A comparison with the jury's answer.
   *
   * @param comparison for tests that name none of their own
   */
  record Compared(Comparison comparison) implements Checking {}

  /**
   * Programs of the package; all must accept.
   *
   * @param checkers at least one
   */
  record Checked(List<Validator> checkers) implements Checking {
    public Checked {
      checkers = List.copyOf(checkers);
    }
  }

  /**
   * A program of the package that the submission talks with.
   *
   * @param interactor the other side of the pipes
   * @param checker judges what the interactor wrote, where the format has one after it (Polygon)
   */
  record Interactive(Validator interactor, Optional<Validator> checker) implements Checking {}
}
