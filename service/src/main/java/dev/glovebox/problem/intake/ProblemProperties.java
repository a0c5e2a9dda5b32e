package dev.glovebox.problem.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Problem packages.
 *
 * @param maxPackage largest archive
 * @param maxUnpacked largest sum of all files of a package
 * @param maxRatio unpacked bytes for each byte of the archive, at most, once there are more than
 *     256MB of them
 * @param maxEntries most files, folders and links of a package
 * @param maxTests most tests of a problem
 * @param imports how many packages are imported at the same time; others are told to come again
 * @param uploadTimeout how long an upload may take
 */
@ConfigurationProperties("glovebox.problems")
public record ProblemProperties(
    @DefaultValue("2GB") DataSize maxPackage,
    @DefaultValue("8GB") DataSize maxUnpacked,
    @DefaultValue("500") int maxRatio,
    @DefaultValue("100000") int maxEntries,
    @DefaultValue("20000") int maxTests,
    @DefaultValue("4") int imports,
    @DefaultValue("30m") Duration uploadTimeout) {

  public ProblemProperties {
    if (maxPackage.toBytes() < 1 || maxUnpacked.toBytes() < 1) {
      throw new IllegalArgumentException(
          "glovebox.problems.max-package and max-unpacked must be positive");
    }
    if (maxRatio < 1 || maxEntries < 1 || maxTests < 1 || imports < 1) {
      throw new IllegalArgumentException(
          "glovebox.problems.max-ratio, max-entries, max-tests and imports must be positive");
    }
    if (!uploadTimeout.isPositive()) {
      throw new IllegalArgumentException("glovebox.problems.upload-timeout must be positive");
    }
  }
}
