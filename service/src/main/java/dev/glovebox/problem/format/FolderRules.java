package dev.glovebox.problem.format;

import java.io.IOException;

/** What the files of groups say of the tests in a folder and below. */
@FunctionalInterface
interface FolderRules {

  /**
   * @param folder in {@code data}
   */
  CaseFiles.Inherited of(String folder) throws IOException;
}
