package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Keeps the files of one attempt. */
interface Keeping {

  /**
   * @param note adds a line to the log
   */
  void keep(Kept kind, String name, int files, InputStream content, Consumer<String> note)
      throws IOException;
}
