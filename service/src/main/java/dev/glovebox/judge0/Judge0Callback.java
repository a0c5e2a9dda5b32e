package dev.glovebox.judge0;

import dev.glovebox.callback.CallbackFormat;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionStatus;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Calls back with what a read without further words answers, always in base64. */
@Component
@RunsIn(Role.API)
class Judge0Callback implements CallbackFormat {

  private final TokenRows tokens;
  private final Submissions submissions;
  private final SubmissionWriter writer;
  private final Answers answers;

  Judge0Callback(
      TokenRows tokens, Submissions submissions, SubmissionWriter writer, Answers answers) {
    this.tokens = tokens;
    this.submissions = submissions;
    this.writer = writer;
    this.answers = answers;
  }

  @Override
  public String name() {
    return "judge0";
  }

  @Override
  public Optional<byte[]> body(SubmissionId submission) {
    return tokens
        .of(submission)
        .flatMap(known -> submissions.fresh(known).map(status -> written(known, status)));
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
