/**
 * Runs the attacks of {@code attacks/} against a deployed Glovebox, from outside: what goes in is a
 * request, what is looked at is the answer and what is left on the host.
 *
 * <p>An attack is data ({@link dev.glovebox.drill.Attack}); its format is described in {@code
 * attacks/README.md}. {@link dev.glovebox.attack.AttackSuite} runs them all.
 */
@NullMarked
package dev.glovebox.attack;

import org.jspecify.annotations.NullMarked;
