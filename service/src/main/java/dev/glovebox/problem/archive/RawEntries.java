package dev.glovebox.problem.archive;

import dev.glovebox.blob.Blob;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The entries of an archive as they come, links not yet followed. */
final class RawEntries {

  private final ArchiveLimits limits;
  private final Findings findings;
  final NavigableMap<String, TreeFile> files = new TreeMap<>();
  final NavigableMap<String, String> links = new TreeMap<>();
  final TreeSet<String> folders = new TreeSet<>();
  private int count;

  RawEntries(ArchiveLimits limits, Findings findings) {
    this.limits = limits;
    this.findings = findings;
  }

  /**
   * Counts an entry and reads its name.
   *
   * @return its path; empty when the entry is to be left out
   */
  Optional<String> admit(String name) throws BrokenArchive {
    if (++count > limits.entries()) {
      throw new BrokenArchive(
          "", "the archive has more than %d entries".formatted(limits.entries()));
    }
    if (EntryNames.isOdd(name)) {
      findings.warn("", "left out, since its name has a backslash: " + name);
      return Optional.empty();
    }
    List<String> components;
    try {
      components = EntryNames.components(name);
    } catch (EntryNames.BadName e) {
      throw new BrokenArchive(name, String.valueOf(e.getMessage()), e);
    }
    return components.isEmpty() || EntryNames.ignored(components)
        ? Optional.empty()
        : Optional.of(String.join("/", components));
  }

  void folder(String path) throws BrokenArchive {
    if (files.containsKey(path) || links.containsKey(path)) {
      throw new BrokenArchive(path, "is there as a folder and as something else");
    }
    folders.add(path);
  }

  void file(String path, Blob blob, boolean executable) throws BrokenArchive {
    requireNew(path);
    files.put(path, new TreeFile(path, blob, executable));
  }

  /** A symbolic link; where it leads is seen when all entries are known. */
  void link(String path, String target) throws BrokenArchive {
    requireNew(path);
    links.put(path, target);
  }

  /** A second name of a file that has come before. */
  void hardLink(String path, String target) throws BrokenArchive {
    requireNew(path);
    String wanted;
    try {
      wanted = String.join("/", EntryNames.components(target));
    } catch (EntryNames.BadName e) {
      throw new BrokenArchive(path, "a hard link: " + e.getMessage(), e);
    }
    TreeFile file = files.get(wanted);
    if (file == null) {
      throw new BrokenArchive(path, "a hard link to nothing before it: " + target);
    }
    files.put(path, file.at(path));
  }

  private void requireNew(String path) throws BrokenArchive {
    if (files.containsKey(path) || links.containsKey(path)) {
      throw new BrokenArchive(path, "is there more than once");
    }
    if (folders.contains(path)) {
      throw new BrokenArchive(path, "is there as a folder and as something else");
    }
  }

  /** When all entries have come: nothing may lie below something that is no folder. */
  void check() throws BrokenArchive {
    Map<String, String> byLowerCase = new HashMap<>();
    for (String path : List.copyOf(folders)) {
      addParents(path);
    }
    files.keySet().forEach(this::addParents);
    links.keySet().forEach(this::addParents);
    for (String folder : folders) {
      if (files.containsKey(folder)) {
        throw new BrokenArchive(folder, "is there as a folder and as a file");
      }
      if (links.containsKey(folder)) {
        throw new BrokenArchive(folder, "is a link that other entries lie below");
      }
      byLowerCase.put(folder.toLowerCase(Locale.ROOT), folder);
    }
    for (String path : files.keySet()) {
      String lower = path.toLowerCase(Locale.ROOT);
      String other = byLowerCase.get(lower);
      if (other != null && folders.contains(other)) {
        throw new BrokenArchive(path, "differs from the folder %s by case alone".formatted(other));
      }
      if (byLowerCase.put(lower, path) != null) {
        findings.warn(path, "differs from %s by case alone".formatted(other));
      }
    }
  }

  private void addParents(String path) {
    for (String p = PackageTree.parent(path); !p.isEmpty(); p = PackageTree.parent(p)) {
      if (!folders.add(p)) {
        return;
      }
    }
  }
}
