/**
 * Programs that somebody talks with while they run: brings a run, which goes through queue and
 * worker like every other one, together with whoever waits for it in the same process.
 *
 * <p>Has no tables. Entry type: {@link dev.glovebox.live.LiveRuns}.
 */
@NullMarked
package dev.glovebox.live;

import org.jspecify.annotations.NullMarked;
