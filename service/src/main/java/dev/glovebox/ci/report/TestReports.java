package dev.glovebox.ci.report;

import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reports of tests, read from the files that jobs left each time somebody asks: of a page only the
 * page is in memory. Thread-safe.
 */
public final class TestReports {

  /** Most bytes of all reports of one attempt; those behind it are told as broken. */
  public static final long LARGEST_TOGETHER = 100L << 20;

  private static final int MOST_LISTED = 200;

  private final Artifacts artifacts;
  private final Blobs blobs;

  TestReports(Artifacts artifacts, Blobs blobs) {
    this.artifacts = artifacts;
    this.blobs = blobs;
  }

  /**
   * A file that could not be read, or not to its end.
   *
   * @param line from 1, 0 where it is not known
   */
  public record Broken(String file, int line, String message) {}

  /**
   * Tests of one attempt.
   *
   * @param cases a page of them
   * @param next behind which the next page begins; empty at the end
   */
  public record Page(
      Totals totals, List<Broken> broken, List<TestCase> cases, Optional<Integer> next) {}

  /**
   * @param status only tests with this one
   * @param after the next of an earlier page, 0 at the beginning
   * @param most tests of the page
   */
  public record Asked(Optional<TestCase.Status> status, int after, int most) {}

  /** Counts the tests of an attempt, and shows some. */
  public Page page(UUID attempt, Asked asked) throws IOException {
    var shown = new Shown(asked);
    List<Broken> broken = each(attempt, shown);
    return new Page(shown.totals, broken, List.copyOf(shown.cases), shown.next());
  }

  private static final class Shown implements Consumer<TestCase> {
    private final Asked asked;
    private final List<TestCase> cases = new ArrayList<>();
    private Totals totals = Totals.NONE;
    private boolean more;

    Shown(Asked asked) {
      this.asked = asked;
    }

    @Override
    public void accept(TestCase test) {
      totals = totals.plus(test);
      boolean wanted = asked.status().isEmpty() || asked.status().get() == test.status();
      if (wanted && matching++ >= asked.after()) {
        if (cases.size() < asked.most()) {
          cases.add(test);
        } else {
          more = true;
        }
      }
    }

    private int matching;

    Optional<Integer> next() {
      return more ? Optional.of(asked.after() + cases.size()) : Optional.empty();
    }
  }

  /**
   * Two runs side by side. Of tests by the same name the first counts.
   *
   * @param newlyFailed passed, or was not there, in the base
   * @param stillFailing failed in the base, too
   * @param fixed failed in the base, and passes now
   */
  public record Comparison(Some newlyFailed, Some stillFailing, Some fixed) {}

  /**
   * Some tests.
   *
   * @param count of all of them
   * @param cases the first 200
   */
  public record Some(int count, List<TestCase> cases) {}

  /** How the tests of some attempts differ from those of others. */
  public Comparison compare(List<UUID> attempts, List<UUID> base) throws IOException {
    Map<Identity, Boolean> failed = new HashMap<>();
    for (UUID attempt : base) {
      each(
          attempt,
          test -> {
            if (test.status() != TestCase.Status.SKIPPED) {
              failed.putIfAbsent(Identity.of(test), test.status().bad());
            }
          });
    }
    var compared = new Compared(failed);
    for (UUID attempt : attempts) {
      each(attempt, compared);
    }
    return new Comparison(
        compared.newlyFailed.some(), compared.stillFailing.some(), compared.fixed.some());
  }

  private static final class Compared implements Consumer<TestCase> {
    private final Map<Identity, Boolean> failed;
    private final Set<Identity> seen = new HashSet<>();
    private final Listed newlyFailed = new Listed();
    private final Listed stillFailing = new Listed();
    private final Listed fixed = new Listed();

    Compared(Map<Identity, Boolean> failed) {
      this.failed = failed;
    }

    @Override
    public void accept(TestCase test) {
      Identity identity = Identity.of(test);
      if (test.status() == TestCase.Status.SKIPPED || !seen.add(identity)) {
        return;
      }
      boolean before = failed.getOrDefault(identity, false);
      if (test.status().bad()) {
        (before ? stillFailing : newlyFailed).add(test);
      } else if (before) {
        fixed.add(test);
      }
    }
  }

  private static final class Listed {
    private final List<TestCase> cases = new ArrayList<>();
    private int count;

    void add(TestCase test) {
      count++;
      if (cases.size() < MOST_LISTED) {
        cases.add(test);
      }
    }

    Some some() {
      return new Some(count, List.copyOf(cases));
    }
  }

  /** A hash of what a test is called: names may be long, and there may be very many. */
  private record Identity(long high, long low) {

    static Identity of(TestCase test) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String part : List.of(test.suite(), test.name(), test.file())) {
          digest.update(part.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0xff);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Identity(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /** Reads all reports of an attempt; what is broken of them. */
  private List<Broken> each(UUID attempt, Consumer<TestCase> reader) throws IOException {
    List<Broken> broken = new ArrayList<>();
    long together = 0;
    for (Artifact artifact : artifacts.of(attempt)) {
      if (artifact.kind() != Artifact.Kind.JUNIT) {
        continue;
      }
      together += artifact.blob().size();
      if (artifact.blob().size() > JUnitReader.LARGEST || together > LARGEST_TOGETHER) {
        broken.add(new Broken(artifact.name(), 0, "it is too large to be read"));
        continue;
      }
      try (InputStream file = blobs.open(artifact.blob())) {
        new JUnitReader(reader).read(file);
      } catch (MalformedReport e) {
        broken.add(new Broken(artifact.name(), e.line(), String.valueOf(e.getMessage())));
      }
    }
    return broken;
  }
}
