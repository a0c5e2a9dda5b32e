/**
 * Operations over a filter, in the background: what the filter selects at the moment when it is
 * asked for is written down, then done in small transactions, by whichever process has the lease.
 *
 * <p>Not what is done: cancelling, moving, judging again and retrying are the business of those
 * packages; an operation calls them. Tables: {@code operation}, {@code operation_item}. Entry type:
 * {@link dev.glovebox.operation.Operations}.
 */
@NullMarked
package dev.glovebox.operation;

import org.jspecify.annotations.NullMarked;
