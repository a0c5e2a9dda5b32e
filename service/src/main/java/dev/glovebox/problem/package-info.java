/**
 * Problems: packages and their importers, test data, checkers, limits, what jury solutions promise.
 *
 * <p>A package becomes an immutable, content-addressed {@link dev.glovebox.problem.ProblemVersion};
 * everything the judge needs is in its {@link dev.glovebox.problem.ProblemDefinition}, whatever
 * format it came in.
 */
@NullMarked
package dev.glovebox.problem;

import org.jspecify.annotations.NullMarked;
