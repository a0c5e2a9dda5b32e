package dev.glovebox.sandbox.job;

import dev.glovebox.sandbox.SandboxException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where the containers of CI jobs run. Thread-safe. */
public interface JobEngine {

  /**
   * The image of this name or id, if it is here.
   *
   * @throws SandboxException when the engine can't be asked
   */
  Optional<JobImage> image(String name);

  /**
   * Makes the place of one attempt.
   *
   * @param attempt labels everything that is made for it
   * @param megabytes most that the workspace holds, in MiB
   * @param network what its containers reach
   * @throws SandboxException when the engine refuses; nothing is left then
   */
  JobSpace open(UUID attempt, int megabytes, SpaceNetwork network);

  /**
   * Removes what nobody owns any more: of an earlier life of this worker, and of any worker past
   * its expiry.
   *
   * @return the names of what was removed
   * @throws SandboxException when the engine can't be asked
   */
  List<String> sweep();
}
