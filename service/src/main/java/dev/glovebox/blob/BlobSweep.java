package dev.glovebox.blob;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

/** Removes contents that nobody names any more. Thread-safe. */
public interface BlobSweep {

  /**
   * Removes what was stored, or stored again, at least a day ago and is not named. Contents that
   * are stored again at the same time, by this process or another, stay.
   *
   * @param named hashes that rows name, asked for once it is known what is old; whoever stores
   *     contents names them in a row within a day
   * @return how many were removed
   */
  int sweep(Supplier<Set<String>> named) throws IOException;
}
