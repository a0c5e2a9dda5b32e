package dev.glovebox.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As whom the embedded server runs. PostgreSQL refuses to run as root, and rightly so.
 *
 * <ul>
 *   <li>A service that is not root: as the same user.
 *   <li>Root: as user {@code postgres}, or {@code nobody} where there is no such user.
 *   <li>Root, and the data directory lies where no other user may go (below {@code /root}, say): as
 *       nobody of a user namespace of its own. It holds no capability on the host, but its files
 *       are still root's, so this is the second choice.
 * </ul>
 */
sealed interface PostgresUser {

  Logger log = LoggerFactory.getLogger(PostgresUser.class);

  /** What to put in front of a command. */
  List<String> prefix();

  /** Hands a folder over to the user. */
  void own(Path folder) throws IOException;

  record Same() implements PostgresUser {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void own(Path folder) {}
  }

  record Dropped(int uid, int gid) implements PostgresUser {
    @Override
    public List<String> prefix() {
      return List.of(
          "setpriv",
          "--reuid=" + uid,
          "--regid=" + gid,
          "--clear-groups",
          "--no-new-privs",
          "--inh-caps=-all",
          "--");
    }

    @Override
    public void own(Path folder) throws IOException {
      Files.setAttribute(folder, "unix:uid", uid);
      Files.setAttribute(folder, "unix:gid", gid);
    }
  }

  record Namespaced() implements PostgresUser {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "--user", "--");
    }

    @Override
    public void own(Path folder) {}
  }

  /**
   * Chooses.
   *
   * @param folder where the server's files are
   * @param data the data directory, which may exist: whoever has made it stays its user
   */
  static PostgresUser choose(Path folder, Path data) throws IOException {
    if (uidOf(Path.of("/proc/self")) != 0) {
      return new Same();
    }
    if (Files.exists(data)) {
      int owner = uidOf(data);
      return owner == 0
          ? new Namespaced()
          : new Dropped(owner, (int) Files.getAttribute(data, "unix:gid"));
    }
    Dropped dropped = lookUp("postgres").orElse(null);
    if (dropped == null) {
      dropped = lookUp("nobody").orElseThrow(() -> new IOException("there is no user nobody"));
    }
    if (reachable(folder) && works(dropped)) {
      return dropped;
    }
    var namespaced = new Namespaced();
    if (works(namespaced)) {
      log.warn(
          "{} can't be reached by uid {}: PostgreSQL runs in a user namespace instead",
          folder,
          dropped.uid());
      return namespaced;
    }
    throw new IOException(
        "PostgreSQL doesn't run as root, and uid %d can't reach %s: choose another glovebox.home or set glovebox.database.url"
            .formatted(dropped.uid(), folder));
  }

  private static boolean reachable(Path folder) throws IOException {
    for (Path path = folder.toRealPath(); path != null; path = path.getParent()) {
      if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean works(PostgresUser user) throws IOException {
    var command = new java.util.ArrayList<>(user.prefix());
    command.add("true");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static java.util.Optional<Dropped> lookUp(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
      List<String> fields = List.of(line.split(":", -1));
      if (fields.size() > 3 && fields.getFirst().equals(name)) {
        return java.util.Optional.of(
            new Dropped(Integer.parseInt(fields.get(2)), Integer.parseInt(fields.get(3))));
      }
    }
    return java.util.Optional.empty();
  }

  private static int uidOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
