package dev.glovebox.queue;

import org.springframework.context.SmartLifecycle;

/**
 * A step of starting and stopping. Lower phases start earlier and stop later; all of them start
 * before the web server and stop after it has finished its requests.
 */
public final class Stage implements SmartLifecycle {

  /** Talking and counting: first to start, last to stop. */
  public static final int TALK = 100;

  /** Listening. */
  public static final int LISTEN = 200;

  /** Working. */
  public static final int WORK = 300;

  private final int phase;
  private final Runnable start;
  private final Runnable stop;
  private volatile boolean running;

  public Stage(int phase, Runnable start, Runnable stop) {
    this.phase = phase;
    this.start = start;
    this.stop = stop;
  }

  @Override
  public void start() {
    start.run();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stop.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
