/**
 * The commands behind {@code ./glovebox run} and {@code ./glovebox bench}. Talks to a running
 * service over REST only; knows nothing of its classes.
 *
 * <p>Entry type: {@link dev.glovebox.cli.Glovebox}.
 */
@NullMarked
package dev.glovebox.cli;

import org.jspecify.annotations.NullMarked;
