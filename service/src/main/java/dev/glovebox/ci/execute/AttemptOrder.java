package dev.glovebox.ci.execute;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an executor needs to know of an attempt.
 *
 * @param attempt its id; labels everything that is made for it
 * @param job as planned
 * @param variables all of them, secrets included, in order of precedence: the last of a name wins
 * @param source how the workspace is filled first
 * @param caches for each cache of the job, in its order, what is kept under its key or a fallback
 * @param artifacts of other jobs, laid over the source and the caches in this order
 * @param further steps after the planned ones, where the job is open
 */
public record AttemptOrder(
    UUID attempt,
    JobPlan job,
    List<Variable> variables,
    Source source,
    Caches caches,
    List<Download> artifacts,
    Optional<FurtherSteps> further) {

  public AttemptOrder {
    variables = List.copyOf(variables);
    artifacts = List.copyOf(artifacts);
  }

  /** The same from another source. */
  AttemptOrder from(Source other) {
    return new AttemptOrder(attempt, job, variables, other, caches, artifacts, further);
  }

  /** The same with further steps. */
  public AttemptOrder with(FurtherSteps steps) {
    return new AttemptOrder(attempt, job, variables, source, caches, artifacts, Optional.of(steps));
  }

  /** How the workspace is filled. */
  public sealed interface Source {

    /** It stays empty. */
    record None() implements Source {}

    /**
     * From an archive.
     *
     * @param format such as {@code tar.gz}: tar, tar.gz, tar.zst or zip
     * @param strip leading parts of the names that are dropped
     */
    record Archive(String format, int strip, Content content) implements Source {}

    /**
     * From a git repository.
     *
     * @param sha fetched by itself and verified, or empty: the ref's
     * @param depth of history, 0: all of it
     * @param credential {@code user:password} or a token; told to the repository's host alone
     */
    record Git(
        String url,
        String ref,
        Optional<String> sha,
        int depth,
        Submodules submodules,
        Optional<String> credential)
        implements Source {

      /** Which submodules are fetched. */
      public enum Submodules {
        NONE,
        NORMAL,
        RECURSIVE
      }
    }
  }

  /** Where caches are found. */
  public interface Caches {

    /**
     * @param key computed from the plan, variables expanded
     * @param fallbacks tried in order
     * @return an archive of what is kept under the first that is there, its name is the key; or
     *     empty. Its content can be lost between this and its being opened.
     */
    Optional<Download> find(String key, List<String> fallbacks);

    /** Most bytes of one cache: more are not kept. */
    long largest();
  }

  /**
   * Something kept that is laid into the workspace.
   *
   * @param name shown
   * @param format {@code zip} or {@code tar.zst}
   */
  public record Download(String name, String format, Content content) {}

  /** Bytes that can be read, again and again. */
  public interface Content {

    InputStream open() throws IOException;
  }
}
