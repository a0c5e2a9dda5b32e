package dev.glovebox.drill;

import java.util.Optional;

/** What an attack has left on the engine. */
@FunctionalInterface
public interface Remains {

  /** Of a process without an engine. */
  Remains UNSEEN = (_, _) -> Optional.empty();

  /**
   * Whether a container is still there that should be gone.
   *
   * @param worker id of the worker that had it: its name, a number sign, and what its life is
   *     called
   * @param container the engine's id
   * @return empty = it can't be told from here
   */
  Optional<Boolean> isThere(String worker, String container);
}
