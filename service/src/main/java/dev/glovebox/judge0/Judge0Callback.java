package dev.glovebox.judge0;

import dev.glovebox.callback.CallbackFormat;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Calls back with what a read without further words answers, always in base64. */
@Component
@RunsIn(Role.API)
class Judge0Callback implements CallbackFormat {

  /** Under which calls are stored. */
  static final String NAME = "judge0";

  private final TokenRows tokens;
  private final SubmissionStore store;
  private final SubmissionWriter writer;
  private final Answers answers;

  Judge0Callback(
      TokenRows tokens, SubmissionStore store, SubmissionWriter writer, Answers answers) {
    this.tokens = tokens;
    this.store = store;
    this.writer = writer;
    this.answers = answers;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<byte[]> body(SubmissionId submission) {
    return tokens
        .of(submission)
        .flatMap(known ->
            store.status(known.tenant(), submission).map(status -> written(known, status)));
  }

  private byte[] written(Known known, SubmissionStatus status) {
    try {
      return answers.bytes(
          writer.write(known, status, SubmissionWriter.Contents.NONE, FieldNames.USUAL, true));
    } catch (NotUtf8 e) {
      throw new AssertionError("everything can be written in base64", e);
    }
  }
}
