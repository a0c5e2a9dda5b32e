/**
 * The sandbox port: run a program nobody trusts and learn what came of it.
 *
 * <p>Knows nothing of submissions, verdicts or the database. {@link dev.glovebox.sandbox.docker} is
 * its implementation over a Docker engine. Entry type: {@link dev.glovebox.sandbox.SandboxPool}.
 */
@NullMarked
package dev.glovebox.sandbox;

import org.jspecify.annotations.NullMarked;
