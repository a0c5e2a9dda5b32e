/**
 * Tells others when a submission is done: durable, tried a few times, never sent to addresses that
 * are not public unless the operator allows them.
 *
 * <p>Table: {@code callback}. What is sent is written by whoever asked, see {@link
 * dev.glovebox.callback.CallbackFormat}. Entry type: {@link dev.glovebox.callback.Callbacks}.
 */
@NullMarked
package dev.glovebox.callback;

import org.jspecify.annotations.NullMarked;
