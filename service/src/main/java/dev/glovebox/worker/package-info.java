/**
 * The worker: takes jobs while it has free slots, hands each to the handler of its kind, keeps the
 * leases alive, puts back what silent workers left, survives whatever happens.
 *
 * <p>Knows nothing of what a job is about. Entry class: {@link dev.glovebox.worker.Worker}. Tables:
 * {@code worker}, {@code worker_order}.
 */
@NullMarked
package dev.glovebox.worker;

import org.jspecify.annotations.NullMarked;
