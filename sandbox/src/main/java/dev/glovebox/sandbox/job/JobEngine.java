package dev.glovebox.sandbox.job;

import dev.glovebox.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where the containers of CI jobs run. Thread-safe. */
public interface JobEngine {

  /**
   * The image of this name, if it is here.
   *
   * @throws SandboxException when the engine can't be asked
   */
  Optional<JobImage> image(ImageName name);

  /**
   * Begins to fetch an image from its registry. It stays on the engine for later jobs, until {@link
   * #letGo}.
   *
   * @throws IllegalArgumentException when the name is {@linkplain ImageName#isOurs one of our own}
   */
  ImagePull pull(PullOrder order);

  /** Keeps an image from being {@linkplain #letGo let go} by this engine's user. */
  Held hold(JobImage image);

  /**
   * Removes images that were fetched, those unused for the longest time first, until the others
   * have no more bytes than this.What a container has, what is held, and what was used within
   * {@code unused}, stays, as does every image that came to the engine otherwise.
   *
   * @return their names or ids
   * @throws SandboxException when the engine can't be asked
   */
  List<String> letGo(long keepBytes, Duration unused);

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
