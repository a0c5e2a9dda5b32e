package dev.glovebox.problem;

import java.util.List;

/**
 * How a package says what inputs there may be. Judging needs none of it, verification does.
 *
 * @param validators all must accept an input
 * @param cases inputs of the tests, and others to try the validators on; none without validators
 */
public record InputChecking(List<Validator> validators, List<InputCase> cases) {

  /** Of packages that say nothing. */
  public static final InputChecking NONE = new InputChecking(List.of(), List.of());

  public InputChecking {
    validators = List.copyOf(validators);
    cases = List.copyOf(cases);
  }
}
