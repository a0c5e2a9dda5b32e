/**
 * Archives that nobody trusts, read into a {@link dev.glovebox.problem.archive.PackageTree}: paths
 * of a package are only ever keys of a map, never paths of this machine.
 */
@NullMarked
package dev.glovebox.problem.archive;

import org.jspecify.annotations.NullMarked;
