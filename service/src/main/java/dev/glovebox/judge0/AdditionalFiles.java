package dev.glovebox.judge0;

import dev.glovebox.api.FileNames;
import dev.glovebox.submission.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The zip archive of files beside the source. It is read here, in memory and bounded, as a stream
 * of entries: there are no links then, only files whose contents would be the links' targets.
 */
final class AdditionalFiles {

  private static final int MOST_FILES = 1000;
  private static final long MOST_BYTES = 32L << 20;

  private final int mostOfOne;

  /**
   * @param mostOfOne bytes of one file; larger ones are left out
   */
  AdditionalFiles(int mostOfOne) {
    this.mostOfOne = mostOfOne;
  }

  /** What was unpacked altogether passes what can be taken. */
  static final class TooLarge extends Exception {
    TooLarge() {
      super("the additional files are too many or too large");
    }
  }

  /**
   * The files. A broken archive has none, and none is there for a name that can't be used.
   *
   * @param source whose name is taken already; it is never replaced. Empty = there is none
   */
  List<SourceFile> read(byte[] archive, String source) throws TooLarge {
    List<SourceFile> files = new ArrayList<>();
    FileNames names = new FileNames();
    if (!source.isEmpty()) {
      names.refuse(source);
    }
    long total = 0;
    int entries = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++entries > MOST_FILES) {
          throw new TooLarge();
        }
        if (entry.isDirectory()) {
          continue;
        }
        // One more than is allowed shows that it is too large, without unpacking all of it.
        byte[] content = zip.readNBytes(mostOfOne + 1);
        total += content.length;
        if (total > MOST_BYTES) {
          throw new TooLarge();
        }
        if (content.length <= mostOfOne && names.refuse(name(entry)).isEmpty()) {
          files.add(new SourceFile(name(entry), content));
        } else {
          total += skipped(zip, MOST_BYTES - total);
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      return List.of(); // silently, as the original does: clients see that their files are missing
    } catch (IOException e) {
      return List.of(); // cut off
    }
    return files;
  }

  /** Passes over the rest of an entry, which is no more free to unpack than the others. */
  private static long skipped(ZipInputStream zip, long most) throws IOException, TooLarge {
    long skipped = zip.skip(most + 1);
    if (skipped > most) {
      throw new TooLarge();
    }
    return skipped;
  }

  private static String name(ZipEntry entry) {
    String name = entry.getName().replace('\\', '/');
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** An archive of these files. */
  static byte[] write(List<SourceFile> files) {
    return Filesystem.zip(files, List.of());
  }
}
