/**
 * The queue in PostgreSQL: jobs, leases with fencing tokens, heartbeats, fair share, priority bands
 * with ageing, wake-up.
 *
 * <p>Knows nothing of what a job is about: a job has a kind and a subject, and a {@link
 * dev.glovebox.queue.JobHandler} of that kind does the work. Tables: {@code job}, {@code attempt},
 * {@code worker}.
 */
@NullMarked
package dev.glovebox.queue;

import org.jspecify.annotations.NullMarked;
