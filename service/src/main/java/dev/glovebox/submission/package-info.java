/**
 * What was asked and what came of it: submissions, their tests, verdicts and results.
 *
 * <p>Tables: {@code submission}, {@code result}, {@code test_result}, {@code left_file}. Entry
 * types: {@link dev.glovebox.submission.SubmissionIntake} on the way in, {@link
 * dev.glovebox.submission.SubmissionStore} on the way out.
 */
@NullMarked
package dev.glovebox.submission;

import org.jspecify.annotations.NullMarked;
