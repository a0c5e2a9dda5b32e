package dev.glovebox.callback;

import dev.glovebox.submission.SubmissionId;
import java.util.Optional;

/** Writes what is sent when a submission is done. */
public interface CallbackFormat {

  /** Under which it is stored; never changes. */
  String name();

  /** A JSON document; empty when the submission is gone. */
  Optional<byte[]> body(SubmissionId submission);
}
