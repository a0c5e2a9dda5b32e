package dev.glovebox.ci.plan;

import java.util.List;

/**
 * Files that are read after a job, as globs relative to the working directory.
 *
 * @param junit test reports
 * @param dotenv variables for later jobs
 * @param cobertura coverage reports
 * @param jacoco coverage reports
 * @param others kept as they are
 */
public record Reports(
    List<String> junit,
    List<String> dotenv,
    List<String> cobertura,
    List<String> jacoco,
    List<String> others) {

  /** No reports. */
  public static final Reports NONE =
      new Reports(List.of(), List.of(), List.of(), List.of(), List.of());

  public Reports {
    junit = List.copyOf(junit);
    dotenv = List.copyOf(dotenv);
    cobertura = List.copyOf(cobertura);
    jacoco = List.copyOf(jacoco);
    others = List.copyOf(others);
  }
}
