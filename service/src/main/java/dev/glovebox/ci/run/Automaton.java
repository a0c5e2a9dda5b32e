package dev.glovebox.ci.run;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The automaton of Aho and Corasick over bytes ("Efficient String Matching: An Aid to Bibliographic
 * Search", 1975): after each byte, the longest end of the text that some value begins with. In
 * arrays, for values may be long. Immutable once built.
 */
final class Automaton {

  static final int ROOT = 0;
  private static final int NONE = -1;

  private byte[] label = new byte[256];
  private int[] firstChild = new int[256];
  private int[] sibling = new int[256];
  private int[] fail = new int[256];
  private int[] depth = new int[256];
  private int[] ends = new int[256];
  private final int[] ofRoot = new int[256];
  private int size = 1;

  Automaton(List<byte[]> values) {
    Arrays.fill(ofRoot, NONE);
    firstChild[ROOT] = NONE;
    for (byte[] value : values) {
      if (value.length > 0) {
        add(value);
      }
    }
    link();
  }

  private void add(byte[] value) {
    int state = ROOT;
    for (byte b : value) {
      int next = child(state, b);
      state = next == NONE ? grow(state, b) : next;
    }
    ends[state] = value.length;
  }

  private int grow(int parent, byte b) {
    if (size == label.length) {
      label = Arrays.copyOf(label, size * 2);
      firstChild = Arrays.copyOf(firstChild, size * 2);
      sibling = Arrays.copyOf(sibling, size * 2);
      fail = Arrays.copyOf(fail, size * 2);
      depth = Arrays.copyOf(depth, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    int made = size++;
    label[made] = b;
    firstChild[made] = NONE;
    depth[made] = depth[parent] + 1;
    if (parent == ROOT) {
      ofRoot[b & 0xFF] = made;
    } else {
      sibling[made] = firstChild[parent];
      firstChild[parent] = made;
      return made;
    }
    sibling[made] = firstChild[ROOT];
    firstChild[ROOT] = made;
    return made;
  }

  private int child(int state, byte b) {
    if (state == ROOT) {
      return ofRoot[b & 0xFF];
    }
    int child = firstChild[state];
    while (child != NONE && label[child] != b) {
      child = sibling[child];
    }
    return child;
  }

  /** Breadth first: where to go on when a state has no way on, and what ends there too. */
  private void link() {
    Queue<Integer> states = new ArrayDeque<>();
    for (int child = firstChild[ROOT]; child != NONE; child = sibling[child]) {
      fail[child] = ROOT;
      states.add(child);
    }
    while (!states.isEmpty()) {
      int state = states.remove();
      for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
        fail[child] = next(fail[state], label[child]);
        if (ends[child] == 0) {
          ends[child] = ends[fail[child]];
        }
        states.add(child);
      }
    }
  }

  /** The state after one more byte. */
  int next(int state, byte b) {
    int from = state;
    int to = child(from, b);
    while (to == NONE && from != ROOT) {
      from = fail[from];
      to = child(from, b);
    }
    return to == NONE ? ROOT : to;
  }

  /** How many of the last bytes a value begins with. */
  int depth(int state) {
    return depth[state];
  }

  /** Length of the longest value that ends here; 0: none does. */
  int ends(int state) {
    return ends[state];
  }

  boolean isEmpty() {
    return size == 1;
  }
}
