package dev.glovebox.ci.execute;

import java.io.IOException;

/** Files that are not kept because there are too many of them: nothing that another try changes. */
public final class NotKept extends IOException {

  /**
   * @param message for people: what is too much
   */
  public NotKept(String message) {
    super(message);
  }
}
