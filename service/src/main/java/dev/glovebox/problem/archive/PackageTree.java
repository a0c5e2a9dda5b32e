package dev.glovebox.problem.archive;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.BlobStage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a package, links followed, without its top folder. Paths have neither a {@code /} at
 * their ends nor components that are empty, {@code .} or {@code ..}; the root is the empty path.
 */
public final class PackageTree {

  private final BlobStage stage;
  private final Optional<String> topFolder;
  private final NavigableMap<String, TreeFile> files;
  private final Map<String, NavigableSet<String>> children = new TreeMap<>();

  /**
   * @param topFolder name of the folder that held the whole package, where there was one
   */
  PackageTree(
      BlobStage stage,
      Optional<String> topFolder,
      NavigableMap<String, TreeFile> files,
      Iterable<String> folders) {
    this.stage = stage;
    this.topFolder = topFolder;
    this.files = files;
    children.put("", new TreeSet<>());
    for (String path : files.keySet()) {
      register(path);
    }
    for (String path : folders) {
      if (path.isEmpty()) {
        continue;
      }
      register(path);
      children.computeIfAbsent(path, _ -> new TreeSet<>());
    }
  }

  private void register(String path) {
    String child = path;
    while (!child.isEmpty()) {
      String parent = parent(child);
      if (!children.computeIfAbsent(parent, _ -> new TreeSet<>()).add(name(child))) {
        return;
      }
      child = parent;
    }
  }

  public Optional<String> topFolder() {
    return topFolder;
  }

  public Optional<TreeFile> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  public boolean isFolder(String path) {
    return children.containsKey(path);
  }

  /** Names of the files and folders in a folder, in order; none when there is no such folder. */
  public List<String> names(String folder) {
    NavigableSet<String> names = children.get(folder);
    return names == null ? List.of() : List.copyOf(names);
  }

  /** All files below a folder, in the order of their paths. */
  public List<TreeFile> below(String folder) {
    return folder.isEmpty()
        ? List.copyOf(files.values())
        : List.copyOf(files.subMap(folder + "/", folder + "0").values());
  }

  public InputStream open(TreeFile file) throws IOException {
    return stage.open(file.blob());
  }

  /**
   * The first bytes of a file.
   *
   * @param most how many
   */
  public byte[] head(TreeFile file, int most) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(most);
    }
  }

  /** Adds contents that are not in the package but follow from it. */
  public Blob add(InputStream contents) throws IOException {
    return stage.add(contents);
  }

  /** The same tree with other contents of some files. */
  public PackageTree with(Map<String, Blob> contents) {
    NavigableMap<String, TreeFile> changed = new TreeMap<>(files);
    contents.forEach((path, blob) ->
        changed.computeIfPresent(path, (_, file) -> new TreeFile(path, blob, file.executable())));
    return new PackageTree(stage, topFolder, changed, children.keySet());
  }

  /** A path below a folder. */
  public static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** The folder that something is in; the root of the root. */
  public static String parentOf(String path) {
    return parent(path);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
