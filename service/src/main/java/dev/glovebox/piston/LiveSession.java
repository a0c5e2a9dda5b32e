package dev.glovebox.piston;

import dev.glovebox.live.LivePeer;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.SubmissionResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One program and one client that talk with each other: turns what happens into messages. Words for
 * a program that does not run yet wait for it.
 */
final class LiveSession implements LivePeer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_EARLY_BYTES = 1 << 20;

  /** Where messages go. */
  interface Line {
    /** Never fails: who can't be reached any more has hung up. */
    void send(String message);
  }

  private final Line line;
  private final TextPieces stdout = new TextPieces();
  private final TextPieces stderr = new TextPieces();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<byte[]> early = new ArrayList<>();
  private int earlyBytes;
  private boolean killed;
  private @Nullable Speaker speaker;

  /** Of the judging thread, which hands over to the one that has the result. */
  private volatile boolean compileSeen;

  private volatile boolean compileEnded;
  private volatile boolean runSeen;

  LiveSession(Line line) {
    this.line = line;
  }

  void runtime(Runtimes.Installed runtime) {
    line.send(
        message("runtime")
            .put("language", runtime.language())
            .put("version", runtime.version().getVersion())
            .toString());
  }

  /**
   * Passes input on, or keeps it until the program runs.
   *
   * @throws PistonRefused when too much of it waits
   */
  void say(String text) {
    byte[] input = text.getBytes(StandardCharsets.UTF_8);
    Speaker to;
    lock.lock();
    try {
      to = speaker;
      if (to == null) {
        earlyBytes += input.length;
        if (earlyBytes > MOST_EARLY_BYTES) {
          throw PistonRefused.invalid("too much input for a program that does not run yet");
        }
        early.add(input);
        return;
      }
    } finally {
      lock.unlock();
    }
    to.say(input);
  }

  /** Kills the program, at once or when it begins. */
  void kill() {
    Speaker to;
    lock.lock();
    try {
      killed = true;
      to = speaker;
    } finally {
      lock.unlock();
    }
    if (to != null) {
      to.kill();
    }
  }

  @Override
  public void compiling() {
    compileSeen = true;
    stage("compile");
  }

  @Override
  public void compiled(CompileResult result) {
    if (!compileSeen) {
      compiling();
    }
    compileEnded = true;
    Stage stage = Stages.of(result);
    data("stdout", stage.stdout());
    data("stderr", stage.stderr());
    exit("compile", stage);
  }

  @Override
  public void running(Speaker to) {
    runSeen = true;
    stage("run");
    boolean kill;
    lock.lock();
    try {
      early.forEach(to::say);
      early.clear();
      speaker = to;
      kill = killed;
    } finally {
      lock.unlock();
    }
    if (kill) {
      to.kill();
    }
  }

  @Override
  public void stdout(byte[] buffer, int offset, int length) {
    data("stdout", stdout.text(buffer, offset, length));
  }

  @Override
  public void stderr(byte[] buffer, int offset, int length) {
    data("stderr", stderr.text(buffer, offset, length));
  }

  /** Says what has not been said yet. */
  void ended(SubmissionResult result, boolean compiledLanguage) {
    if (compiledLanguage && !compileEnded) {
      result.compile().ifPresent(this::compiled);
    }
    if (result.tests().isEmpty()) {
      return;
    }
    if (!runSeen) {
      stage("run");
    }
    data("stdout", stdout.rest());
    data("stderr", stderr.rest());
    exit("run", Stages.of(result.tests().getFirst()));
  }

  private void stage(String name) {
    line.send(message("stage").put("stage", name).toString());
  }

  private void data(String stream, String text) {
    if (!text.isEmpty()) {
      line.send(message("data").put("stream", stream).put("data", text).toString());
    }
  }

  private void exit(String name, Stage stage) {
    ObjectNode message = message("exit").put("stage", name);
    line.send(message.put("code", stage.code()).put("signal", stage.signal()).toString());
  }

  private static ObjectNode message(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
