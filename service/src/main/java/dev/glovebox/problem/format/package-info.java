/**
 * Importers: each reads one family of package formats from a {@link
 * dev.glovebox.problem.archive.PackageTree} into a {@link dev.glovebox.problem.ProblemDefinition}.
 * Entry type: {@link dev.glovebox.problem.format.PackageFormats}.
 */
@NullMarked
package dev.glovebox.problem.format;

import org.jspecify.annotations.NullMarked;
