package dev.glovebox.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Ctrl-C does: before there is a run it ends this process; then it cancels the run, a second
 * time by force; a third time this process ends and leaves the run alone.
 */
final class RunControl {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(20);

  private final Api api;
  private final LogPrinter printer;
  private @Nullable String run;
  private boolean creating;
  private int asked;

  RunControl(Api api, LogPrinter printer) {
    this.api = api;
    this.printer = printer;
  }

  /** From now until {@link #created} a run may come to be: the end of this process must wait. */
  synchronized void creating() {
    creating = true;
  }

  /** There is no run and will be none. */
  synchronized void refused() {
    creating = false;
    if (asked > 0) {
      end();
    }
  }

  /**
   * There is a run.
   *
   * @param path of the run
   */
  void created(String path) {
    boolean cancels;
    synchronized (this) {
      run = path;
      cancels = asked > 0;
    }
    if (cancels) {
      cancel(path, "graceful");
    }
  }

  /**
   * @param times how often it was asked for, from 1
   */
  void interrupted(int times) {
    String path;
    synchronized (this) {
      asked = times;
      path = run;
      if (times > 2 || (path == null && !creating)) {
        end();
      }
    }
    if (path != null) {
      cancel(path, times == 1 ? "graceful" : "force");
    }
  }

  private void cancel(String path, String mode) {
    printer.say(
        mode.equals("force")
            ? "Canceling by force."
            : "Canceling; once more cancels by force. Scripts hear of it and may tidy up.");
    try {
      api.post(
          path + "/cancel?mode=" + mode, JsonMapper.shared().createObjectNode(), TIME_TO_ANSWER);
    } catch (Failure e) {
      if (e.status() != ExitStatus.USAGE) { // USAGE: the run is at its end already
        printer.say("Could not cancel: " + e.getMessage());
      }
    }
  }

  private void end() {
    System.exit(ExitStatus.INTERRUPTED.code());
  }
}
