package dev.glovebox.submission;

/** How far a submission has come. The order of the constructors is the order of life. */
public sealed interface Progress {

  /** Position in the life of a submission; grows, and serves as the id of an event. */
  int sequence();

  record Queued() implements Progress {
    @Override
    public int sequence() {
      return 0;
    }
  }

  record Compiling() implements Progress {
    @Override
    public int sequence() {
      return 1;
    }
  }

  /**
   * @param number of the test, from 1
   * @param total how many there are
   */
  record RunningTest(int number, int total) implements Progress {
    @Override
    public int sequence() {
      return 1 + number;
    }
  }

  record Done() implements Progress {
    @Override
    public int sequence() {
      return Integer.MAX_VALUE;
    }
  }
}
