package dev.glovebox.problem;

/** A test or a group of tests. */
public sealed interface TestNode permits ProblemTest, TestGroup {

  /**
   * Where it is, such as {@code secret/2-large/07}: components of a package's {@code data} folder,
   * or the names that the importer gave.
   */
  String path();
}
