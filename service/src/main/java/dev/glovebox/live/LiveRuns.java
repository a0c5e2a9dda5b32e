package dev.glovebox.live;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Who waits in this process for a program to talk with. Thread-safe. */
@Component
@RunsIn(Role.WORKER)
public class LiveRuns {

  private final Map<UUID, LivePeer> waiting = new ConcurrentHashMap<>();

  /**
   * To be called before the run is submitted.
   *
   * @param id that the request names
   */
  public void expect(UUID id, LivePeer peer) {
    waiting.put(id, peer);
  }

  /** Nobody waits any more; ignored when the run has begun. */
  public void forget(UUID id) {
    waiting.remove(id);
  }

  /** Who waits for this run. Only once: a conversation can't be repeated. */
  public Optional<LivePeer> take(UUID id) {
    return Optional.ofNullable(waiting.remove(id));
  }
}
