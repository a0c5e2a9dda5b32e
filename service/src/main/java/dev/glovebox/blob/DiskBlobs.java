package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store in a folder: {@code ab/cdef…} by the hash, and {@code incoming/} for what is being
 * written. A file appears under its name only when it is complete. Nothing is synced: what a crash
 * of the machine leaves too short is told apart by its size, and replaced when it is stored again.
 */
final class DiskBlobs implements BlobStore {

  /** No import takes longer; what is older was left by a process that died. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private static final String SWEPT = "swept-";
  private static final Pattern SWEPT_NAME = Pattern.compile(SWEPT + "(?<hash>[0-9a-f]{64}).*");
  private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final Path incoming;
  private final Clock clock;

  DiskBlobs(Path directory, Clock clock) throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.incoming = directory.resolve("incoming");
    Files.createDirectories(incoming, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  @Override
  public Blob put(InputStream contents) throws IOException {
    try (BlobStage stage = stage()) {
      Blob blob = stage.add(contents);
      stage.keep(Set.of(blob));
      return blob;
    }
  }

  @Override
  public InputStream open(Blob blob) throws IOException {
    return Files.newInputStream(existing(blob));
  }

  @Override
  public SeekableByteChannel channel(Blob blob) throws IOException {
    return Files.newByteChannel(existing(blob));
  }

  private Path existing(Blob blob) throws IOException {
    Path file = file(blob);
    if (!whole(file, blob)) {
      throw new NoSuchFileException(blob.sha256());
    }
    return file;
  }

  @Override
  public BlobStage stage() throws IOException {
    Path folder = incoming.resolve(UUID.randomUUID().toString());
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    return new BlobStage(this, folder);
  }

  /** Moves a complete file to its place, unless its contents are there. Its age counts from now. */
  @Override
  public void adopt(Path file, Blob blob) throws IOException {
    Path place = file(blob);
    if (whole(place, blob) && renewed(place)) {
      Files.delete(file);
      return;
    }
    Files.setLastModifiedTime(file, now());
    Files.createDirectories(place.getParent());
    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Whether contents that are there are from now on as new ones; false when they are swept. The
   * time is set on an open file, which a sweep may just have taken away: only what is in its place
   * afterwards stays.
   */
  private boolean renewed(Path place) throws IOException {
    try {
      Files.setLastModifiedTime(place, now());
    } catch (NoSuchFileException e) {
      return false;
    }
    return Files.exists(place);
  }

  private FileTime now() {
    return FileTime.from(clock.instant());
  }

  @Override
  public int sweep(Supplier<Set<String>> named) throws IOException {
    List<Path> old = old();
    if (old.isEmpty()) {
      return 0;
    }
    Set<String> kept = named.get();
    int removed = 0;
    for (Path file : old) {
      if (!kept.contains(hash(file)) && remove(file)) {
        removed++;
      }
    }
    return removed;
  }

  private List<Path> old() throws IOException {
    var old = new ArrayList<Path>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
      for (Path folder : folders) {
        if (FOLDER.matcher(folder.getFileName().toString()).matches()) {
          addOld(folder, old);
        }
      }
    }
    return old;
  }

  private void addOld(Path folder, List<Path> old) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isOld(file)) {
          old.add(file);
        }
      }
    }
  }

  private boolean isOld(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file)
          .toInstant()
          .isBefore(clock.instant().minus(LEFT_BEHIND));
    } catch (NoSuchFileException e) {
      return false; // somebody else sweeps, too
    }
  }

  /**
   * Takes it out of its place before looking at its age again: whoever stores the same contents has
   * either renewed it before, so that it comes back, or finds nothing there and puts its own. Each
   * sweep has its own name for it, or one would delete what another has just taken.
   */
  private boolean remove(Path file) throws IOException {
    if (!isOld(file)) {
      return false;
    }
    Path aside = incoming.resolve(SWEPT + hash(file) + "-" + UUID.randomUUID());
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (isOld(aside)) {
      Files.delete(aside);
      return true;
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    return false;
  }

  private String hash(Path file) {
    Path relative = directory.relativize(file);
    return relative.getName(0).toString() + relative.getName(1);
  }

  void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(incoming)) {
      for (Path folder : folders) {
        if (!isOld(folder)) {
          continue;
        }
        if (Files.isDirectory(folder)) {
          BlobStage.delete(folder);
        } else {
          putBack(folder);
        }
      }
    }
  }

  /** A sweep was interrupted; it can't be known whether somebody wants it. */
  private void putBack(Path aside) throws IOException {
    String name = aside.getFileName().toString();
    Matcher swept = SWEPT_NAME.matcher(name);
    if (swept.matches()) {
      Files.move(aside, file(swept.group("hash")), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path file(Blob blob) {
    return file(blob.sha256());
  }

  private Path file(String sha256) {
    return directory.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  private static boolean whole(Path file, Blob blob) throws IOException {
    try {
      return Files.size(file) == blob.size();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
