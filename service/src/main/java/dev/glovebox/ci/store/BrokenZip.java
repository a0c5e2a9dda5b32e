package dev.glovebox.ci.store;

import java.io.IOException;

/** An archive that is not what it says; the message tells what is wrong. */
public final class BrokenZip extends IOException {

  BrokenZip(String message) {
    super(message);
  }
}
