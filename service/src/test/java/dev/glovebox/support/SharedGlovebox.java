package dev.glovebox.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** One service for all tests of this JVM that use it from outside and leave it as it was. */
public final class SharedGlovebox {

  private SharedGlovebox() {}

  /** Starts it for the first who asks. */
  public static GloveboxProcess get() {
    return Started.SERVICE;
  }

  private static final class Started {
    static final GloveboxProcess SERVICE = start();

    private static GloveboxProcess start() {
      try {
        return GloveboxProcess.start(
            Files.createTempDirectory("glovebox-test"),
            "test-" + ProcessHandle.current().pid(),
            GloveboxProcess.database(PostgresServer.freshDatabase()),
            "--glovebox.sandbox.first-uid=20000000",
            // The hosts outside that tests of jobs reach; they may be a mirror of this
            // network.
            "--glovebox.ci.private-hosts=deb.debian.org,security.debian.org," + GitServer.host());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
