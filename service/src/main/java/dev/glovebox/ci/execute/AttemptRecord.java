package dev.glovebox.ci.execute;

import java.io.IOException;
import java.io.InputStream;

/**
 * Told what happens in an attempt. Text in it is not masked yet: whoever implements this masks
 * before anything is stored.
 */
public interface AttemptRecord {

  /** Whose output a piece of the log is. */
  enum Origin {
    /** Standard output of a step. */
    OUT,
    /** Standard error of a step. */
    ERR,
    /** Glovebox itself. */
    GLOVEBOX,
    /** A service. */
    SERVICE
  }

  /** Phases of an attempt, in order. Steps of the job come between the services and the rest. */
  enum Phase {
    PREPARE,
    SERVICES,
    SOURCE,
    CACHE_RESTORE,
    ARTIFACTS_DOWNLOAD,
    STEP,
    AFTER_SCRIPT,
    CACHE_SAVE,
    ARTIFACTS_UPLOAD,
    CLEANUP
  }

  /** What kept files are. */
  enum Kept {
    /** The archive of the artifacts: zip. */
    ARTIFACTS,
    /** One report of tests: XML. */
    JUNIT,
    /** Variables for later jobs. */
    DOTENV,
    COBERTURA,
    JACOCO,
    /** A report that is only kept. */
    OTHER,
    /** A cache: tar.zst or zip; the name is its key. What is wrong with it is only told. */
    CACHE
  }

  /**
   * A phase starts.
   *
   * @param name of the step, otherwise empty
   */
  void started(Phase phase, String name);

  /**
   * The phase that started last has ended.
   *
   * @param exitCode of the step; 0 for others that went well, 1 for others that did not
   */
  void ended(Phase phase, String name, int exitCode);

  /** The image that is used for a container, by digest or id. */
  void image(String name, String digest);

  /** Output, in pieces of any size; cut anywhere, even within a character. */
  void output(Origin origin, byte[] bytes, int offset, int length);

  /**
   * Files to keep, read to their end before it returns.
   *
   * @param name of an archive, key of a cache, or path of a report in the workspace
   * @param files how many are in it
   * @throws IOException when reading failed, or they can't be kept
   */
  void keep(Kept kind, String name, int files, InputStream content) throws IOException;

  /** A connection that the network policy refused, once for each host and port. */
  void denied(String host, int port);
}
