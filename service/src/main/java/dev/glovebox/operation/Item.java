package dev.glovebox.operation;

import java.util.UUID;

/**
 * One of those with which it is done.
 *
 * @param subject a submission, or a CI job
 */
record Item(long place, UUID tenant, UUID subject) {}
