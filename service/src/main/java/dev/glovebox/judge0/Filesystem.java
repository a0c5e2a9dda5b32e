package dev.glovebox.judge0;

import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What lay in a program's folder when it had ended, as a zip archive: its sources, and what it left
 * of its own.
 */
final class Filesystem {

  /** A component of a path that unpacks to nothing else anywhere. */
  private static final Pattern SAFE =
      Pattern.compile("(?!\\.{1,2}(?:/|$))[^/\\\\\\p{Cntrl}\\p{Cs}]+");

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private Filesystem() {}

  /** Of a program's own files, those are taken whose names are safe wherever they are unpacked. */
  static byte[] zip(List<SourceFile> sources, List<LeftFile> left) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    sources.forEach(source -> files.put(source.name(), source.content()));
    left.stream()
        .filter(file -> safe(file.path()))
        .forEach(file -> files.put(file.path(), file.content()));
    return zip(files);
  }

  private static boolean safe(String path) {
    return !DRIVE.matcher(path).matches()
        && List.of(path.split("/", -1)).stream().allMatch(part -> SAFE.matcher(part).matches());
  }

  /**
   * An archive of these files.
   *
   * @param files contents by path
   */
  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory can't fail", e);
    }
    return archive.toByteArray();
  }
}
