/**
 * Calls from this service to addresses that strangers name: none reaches what is not public, unless
 * the operator allows it. Entry type: {@link dev.glovebox.outbound.PinnedCalls}.
 */
@NullMarked
package dev.glovebox.outbound;

import org.jspecify.annotations.NullMarked;
