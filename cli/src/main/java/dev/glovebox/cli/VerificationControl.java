package dev.glovebox.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Ctrl-C does: it cancels the verification; before there is one, and a second time, it ends
 * this process.
 */
final class VerificationControl {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(20);

  private final Api api;
  private @Nullable String verification;
  private boolean beginning;
  private int asked;

  VerificationControl(Api api) {
    this.api = api;
  }

  /** From now until {@link #begun} a verification may come to be: the end must wait. */
  synchronized void beginning() {
    beginning = true;
  }

  /**
   * There is a verification.
   *
   * @param path of it
   */
  void begun(String path) {
    boolean cancels;
    synchronized (this) {
      verification = path;
      cancels = asked > 0;
    }
    if (cancels) {
      cancel(path);
    }
  }

  /**
   * @param times how often it was asked for, from 1
   */
  void interrupted(int times) {
    String path;
    synchronized (this) {
      asked = times;
      path = verification;
      if (times > 1 || (path == null && !beginning)) {
        System.exit(ExitStatus.INTERRUPTED.code());
      }
    }
    if (path != null) {
      cancel(path);
    }
  }

  private void cancel(String path) {
    System.err.println("Canceling the verification; once more ends this command and leaves it.");
    try {
      api.post(path + "/cancel", JsonMapper.shared().createObjectNode(), TIME_TO_ANSWER);
    } catch (Failure e) {
      System.err.println("Could not cancel: " + e.getMessage());
    }
  }
}
