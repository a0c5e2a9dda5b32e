package dev.glovebox.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A package that can't be taken over; nothing of it was. */
public final class PackageRefused extends Exception {

  private final transient List<Finding> findings;

  /**
   * @param findings all that is known, warnings too; at least one is an error
   */
  public PackageRefused(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
