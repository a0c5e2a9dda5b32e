package dev.glovebox.judge;

import dev.glovebox.problem.Problems;
import dev.glovebox.submission.Quarantine;

/**
 * What the judge needs of problems.
 *
 * @param problems their definitions
 * @param data their contents
 * @param quarantine where versions with a broken program go
 */
record ProblemSide(Problems problems, TestData data, Quarantine quarantine) {}
