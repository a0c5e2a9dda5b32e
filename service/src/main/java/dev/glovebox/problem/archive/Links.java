package dev.glovebox.problem.archive;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows the symbolic links of a package: what they lead to is put in their place. They may lead
 * to one another, but never out of the package, in a circle, or to nothing.
 */
final class Links {

  private static final int MOST_HOPS = 40;
  private static final int DEEPEST = 40;

  private final RawEntries raw;
  private final ArchiveLimits limits;
  final NavigableMap<String, TreeFile> files;
  final TreeSet<String> folders;

  Links(RawEntries raw, ArchiveLimits limits) {
    this.raw = raw;
    this.limits = limits;
    this.files = new TreeMap<>(raw.files);
    this.folders = new TreeSet<>(raw.folders);
  }

  void follow() throws BrokenArchive {
    for (String link : raw.links.keySet()) {
      place(link, link, new ArrayDeque<>());
    }
  }

  /**
   * Puts what a link leads to at a path.
   *
   * @param open folders whose contents are being put, the innermost last
   */
  private void place(String link, String path, Deque<String> open) throws BrokenArchive {
    String target = resolve(link);
    TreeFile file = raw.files.get(target);
    if (file != null) {
      put(path, file);
      return;
    }
    if (inside(link, target) || open.stream().anyMatch(folder -> inside(folder, target))) {
      throw new BrokenArchive(link, "links to a folder that contains the link");
    }
    if (open.size() >= DEEPEST) {
      throw new BrokenArchive(
          link, "links to folders with links, more than %d deep".formatted(DEEPEST));
    }
    open.addLast(target);
    folder(path);
    for (String below : below(raw.folders, target)) {
      folder(path + below.substring(target.length()));
    }
    for (Map.Entry<String, TreeFile> below : belowOf(raw.files, target).entrySet()) {
      put(path + below.getKey().substring(target.length()), below.getValue());
    }
    for (String below : List.copyOf(belowOf(raw.links, target).keySet())) {
      place(below, path + below.substring(target.length()), open);
    }
    open.removeLast();
  }

  private void put(String path, TreeFile file) throws BrokenArchive {
    files.put(path, file.at(path));
    requireFew();
  }

  private void folder(String path) throws BrokenArchive {
    folders.add(path);
    requireFew();
  }

  private void requireFew() throws BrokenArchive {
    if (files.size() + folders.size() > limits.entries()) {
      throw new BrokenArchive(
          "", "with links followed there are more than %d entries".formatted(limits.entries()));
    }
  }

  /** The file or folder that a link leads to in the end. */
  private String resolve(String link) throws BrokenArchive {
    String at = PackageTree.parent(link);
    Deque<String> ahead = new ArrayDeque<>(target(link));
    int hops = 1;
    while (!ahead.isEmpty()) {
      String component = ahead.removeFirst();
      if (component.isEmpty() || component.equals(".")) {
        continue;
      }
      if (component.equals("..")) {
        if (at.isEmpty()) {
          throw new BrokenArchive(link, "links to something outside of the package");
        }
        at = PackageTree.parent(at);
        continue;
      }
      String next = PackageTree.join(at, component);
      if (raw.links.containsKey(next)) {
        if (++hops > MOST_HOPS) {
          throw new BrokenArchive(link, "links in a circle");
        }
        target(next).reversed().forEach(ahead::addFirst);
      } else if (raw.folders.contains(next) || (raw.files.containsKey(next) && ahead.isEmpty())) {
        at = next;
      } else {
        throw new BrokenArchive(link, "links to nothing: " + raw.links.get(link));
      }
    }
    if (at.isEmpty()) {
      throw new BrokenArchive(link, "links to a folder that contains the link");
    }
    return at;
  }

  private List<String> target(String link) throws BrokenArchive {
    String target = raw.links.getOrDefault(link, "");
    if (target.isEmpty() || target.startsWith("/")) {
      throw new BrokenArchive(link, "links to something outside of the package");
    }
    try {
      EntryNames.requireCharacters(target);
    } catch (EntryNames.BadName e) {
      throw new BrokenArchive(link, "a link: " + e.getMessage(), e);
    }
    return Arrays.asList(target.split("/", -1));
  }

  private static boolean inside(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }

  private static <V> NavigableMap<String, V> belowOf(NavigableMap<String, V> map, String folder) {
    return map.subMap(folder + "/", true, folder + "0", false);
  }

  private static Iterable<String> below(NavigableSet<String> set, String folder) {
    return List.copyOf(set.subSet(folder + "/", folder + "0"));
  }
}
