package dev.glovebox.ci.store;

import dev.glovebox.blob.Blobs;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Reads what is kept: as it is, and the files of archives one by one. Thread-safe. */
public final class ArtifactFiles {

  private final Blobs blobs;

  ArtifactFiles(Blobs blobs) {
    this.blobs = blobs;
  }

  /** What something in a folder is. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK
  }

  /**
   * Something directly in a folder.
   *
   * @param name without the folder's
   * @param size unpacked, in bytes; of a folder: of all files in it
   * @param files how many files are in a folder; otherwise 1
   */
  public record Item(String name, Kind kind, long size, long files) {}

  /**
   * Some of a folder, in the order of their names.
   *
   * @param next goes on behind it; empty at the end
   */
  public record Page(List<Item> items, Optional<String> next) {

    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * A part of it as it is; the caller closes the stream.
   *
   * @param from the first byte
   * @param size how many
   * @throws java.nio.file.NoSuchFileException when it is not in the store any more
   */
  public InputStream open(Artifact artifact, long from, long size) throws IOException {
    SeekableByteChannel channel = blobs.channel(artifact.blob());
    return new FilterInputStream(new ChannelInput(channel, from, size)) {
      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /**
   * What is directly in a folder of an archive.
   *
   * @param folder its path without a slash at the end; empty: the archive itself
   * @param after the next of an earlier page
   * @param most items of the page
   * @throws BrokenZip when the archive can't be read
   */
  public Page entries(Artifact archive, String folder, Optional<String> after, int most)
      throws IOException {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    // One more than is shown tells whether there are more; what lies behind it is dropped at once.
    NavigableMap<String, Item> first = new TreeMap<>();
    try (SeekableByteChannel channel = blobs.channel(archive.blob())) {
      new ZipEntries(channel)
          .each(entry -> {
            if (entry.name().startsWith(prefix) && entry.name().length() > prefix.length()) {
              add(first, item(entry, prefix), after, most);
            }
          });
    }
    List<String> keys = new ArrayList<>(first.keySet());
    boolean more = keys.size() > most;
    List<Item> shown = new ArrayList<>(first.values()).subList(0, Math.min(most, keys.size()));
    return new Page(shown, more ? Optional.of(keys.get(most - 1)) : Optional.empty());
  }

  private static Item item(ZipEntries.Entry entry, String prefix) {
    String rest = entry.name().substring(prefix.length());
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      return new Item(
          rest.substring(0, slash), Kind.FOLDER, entry.size(), entry.isFolder() ? 0 : 1);
    }
    return new Item(rest, entry.isLink() ? Kind.LINK : Kind.FILE, entry.size(), 1);
  }

  private static void add(
      NavigableMap<String, Item> first, Item item, Optional<String> after, int most) {
    String key = item.kind() == Kind.FOLDER ? item.name() + "/" : item.name();
    if (after.isPresent() && key.compareTo(after.get()) <= 0) {
      return;
    }
    first.merge(
        key,
        item,
        (had, more) ->
            item.kind() == Kind.FOLDER
                ? new Item(
                    had.name(),
                    had.kind(),
                    sum(had.size(), more.size()),
                    had.files() + more.files())
                : more);
    if (first.size() > most + 1) {
      first.pollLastEntry();
    }
  }

  /** Sizes are what the archive says: any number. */
  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** One file of an archive, and how to read it. */
  public interface ZipFile {

    /** Unpacked, in bytes. */
    long size();

    /** Of its bytes, as the archive tells. */
    long crc();

    /**
     * From its beginning; the caller closes the stream. Reading throws {@link BrokenZip} where the
     * archive is not what it says.
     */
    InputStream open() throws IOException;
  }

  /**
   * A file of an archive; of several with the same path the last. Of a link, the text of it.
   *
   * @throws BrokenZip when the archive can't be read
   */
  public Optional<ZipFile> file(Artifact archive, String path) throws IOException {
    var found = new AtomicReference<ZipEntries.Entry>();
    try (SeekableByteChannel channel = blobs.channel(archive.blob())) {
      new ZipEntries(channel)
          .each(entry -> {
            if (entry.name().equals(path) && !entry.isFolder()) {
              found.set(entry);
            }
          });
    }
    return Optional.ofNullable(found.get()).map(entry -> new Zipped(archive, entry));
  }

  private final class Zipped implements ZipFile {

    private final Artifact archive;
    private final ZipEntries.Entry entry;

    Zipped(Artifact archive, ZipEntries.Entry entry) {
      this.archive = archive;
      this.entry = entry;
    }

    @Override
    public long size() {
      return entry.size();
    }

    @Override
    public long crc() {
      return entry.crc();
    }

    @Override
    public InputStream open() throws IOException {
      SeekableByteChannel channel = blobs.channel(archive.blob());
      try {
        return new ZipContent(channel, entry);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }
}
