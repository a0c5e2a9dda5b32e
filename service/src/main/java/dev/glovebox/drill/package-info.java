/**
 * The security drill: the attacks of {@code attacks/} made against this very installation, and what
 * came of each. The tests use the same reader and the same judge of outcomes.
 *
 * <p>An attack is an ordinary submission of lowest priority; there is no second way to a sandbox.
 * Tables: {@code drill}, {@code drill_outcome}. Entry type: {@link dev.glovebox.drill.Drills}.
 */
@NullMarked
package dev.glovebox.drill;

import org.jspecify.annotations.NullMarked;
