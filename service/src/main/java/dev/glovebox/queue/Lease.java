package dev.glovebox.queue;

import java.util.UUID;

/**
 * The right to work on a job until the lease runs out.
 *
 * @param job id of the job
 * @param subject id of what the job is about, for example a submission
 * @param kind which handler it is for
 * @param tenant whose it is
 * @param attempt which try this is, from 1
 * @param owner the worker that holds the lease
 * @param epoch fencing token: grows with every claim; results under an older one are refused
 */
public record Lease(
    long job, UUID subject, String kind, UUID tenant, int attempt, String owner, long epoch) {}
