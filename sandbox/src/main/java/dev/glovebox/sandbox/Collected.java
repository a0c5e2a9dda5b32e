package dev.glovebox.sandbox;

import java.util.List;

/**
 * What a program left.
 *
 * @param files as far as they fit; hostile, their names included
 * @param leftOut how many matching files were too large, too many, or unreadable
 * @param namesLeftOut paths of the first 1024 of them
 * @param complete whether reading came to its end; otherwise some files may be missing or cut off
 */
public record Collected(
    List<SandboxFile> files, long leftOut, List<String> namesLeftOut, boolean complete) {

  /** Nothing was asked for. */
  public static final Collected NOTHING = new Collected(List.of(), 0, List.of(), true);

  public Collected {
    files = List.copyOf(files);
    namesLeftOut = List.copyOf(namesLeftOut);
  }
}
