package dev.glovebox.language;

import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns the version of each language and image once, by running the language's version command in
 * a sandbox, in the background. An image whose version could not be learned for our own reasons is
 * asked again the next time somebody wants to know.
 */
final class LanguageVersions {

  /** The tenant in whose name version commands run; never one that submits anything. */
  static final String TENANT = "glovebox";

  private static final Logger log = LoggerFactory.getLogger(LanguageVersions.class);
  private static final int KEPT = 8 << 10;
  private static final ContainerLimits CONTAINER = new ContainerLimits(512L << 20, 64);
  private static final RunLimits LIMITS =
      new RunLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          KEPT,
          KEPT,
          1L << 20,
          256,
          Optional.empty(),
          RunLimits.Overflow.STOP);

  private final SandboxPool pool;
  private final Executor background;
  private final Map<Asked, String> known = new ConcurrentHashMap<>();
  private final Set<Asked> asking = ConcurrentHashMap.newKeySet();

  /** Languages may share an image, so an image alone has no version. */
  private record Asked(String language, String image) {}

  LanguageVersions(SandboxPool pool, Executor background) {
    this.pool = pool;
    this.background = background;
  }

  /**
   * What is known by now; when nothing is, learning begins.
   *
   * @param image the image's id
   * @return the version, or an empty text
   */
  String of(Language language, String image) {
    Asked asked = new Asked(language.id(), image);
    String version = known.get(asked);
    if (version != null) {
      return version;
    }
    if (asking.add(asked)) {
      background.execute(() -> {
        try {
          known.put(asked, learn(language, image));
        } catch (SandboxException e) {
          log.warn(
              "version of {} not learned, will be tried again: {}", language.id(), e.getMessage());
        } finally {
          asking.remove(asked);
        }
      });
    }
    return "";
  }

  private String learn(Language language, String image) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    RunOutput output =
        new RunOutput() {
          @Override
          public void stdout(byte[] buffer, int offset, int length) {
            written.write(buffer, offset, length);
          }

          @Override
          public void stderr(byte[] buffer, int offset, int length) {
            // merged into standard output
          }
        };
    RunRequest request =
        new RunRequest(
            new RunRequest.Phase.Program(),
            language.version().command(),
            StandardEnvironment.program(Map.of()),
            List.of(),
            new byte[0],
            LIMITS,
            true);
    SandboxSpec spec = new SandboxSpec(image, IsolationTier.CONTAINER);
    RunReport report;
    try (Sandbox sandbox = pool.acquire(spec, new SandboxLease(TENANT, false), CONTAINER)) {
      report = sandbox.run(request, output);
    }
    String text = written.toString(StandardCharsets.UTF_8);
    Matcher matcher = language.version().pattern().matcher(text);
    if (!(report.end() instanceof Exited) || !matcher.find()) {
      log.warn(
          "the version command of {} ended with {} and said: {}",
          language.id(),
          report.end(),
          text.strip());
      return "unknown";
    }
    return matcher.groupCount() > 0 && matcher.group(1) != null
        ? matcher.group(1)
        : matcher.group();
  }
}
