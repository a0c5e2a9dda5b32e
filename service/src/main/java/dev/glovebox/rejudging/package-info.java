/**
 * Judging again: which submissions, what would change, and then all of it or nothing. The old
 * judgings stay.
 *
 * <p>Tables: {@code rejudging}, {@code rejudging_item}, {@code former_result}. What is judged again
 * is an ordinary submission of low priority, a trial. Entry type: {@link
 * dev.glovebox.rejudging.Rejudgings}.
 */
@NullMarked
package dev.glovebox.rejudging;

import org.jspecify.annotations.NullMarked;
