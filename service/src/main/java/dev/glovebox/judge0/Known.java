package dev.glovebox.judge0;

import dev.glovebox.submission.SubmissionId;
import java.time.Instant;
import java.util.UUID;

/**
 * A submission that came through this door.
 *
 * @param token by which its client knows it
 */
record Known(UUID token, SubmissionId id, UUID tenant, Asked asked, Instant createdAt) {}
