/**
 * From an upload to a stored version: all or nothing. Entry type: {@link
 * dev.glovebox.problem.intake.ProblemPackages}.
 */
@NullMarked
package dev.glovebox.problem.intake;

import org.jspecify.annotations.NullMarked;
