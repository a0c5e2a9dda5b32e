package dev.glovebox.judge0;

import dev.glovebox.submission.SubmissionRequest;

/** A valid request, in both vocabularies. */
record Draft(SubmissionRequest request, Asked asked) {}
