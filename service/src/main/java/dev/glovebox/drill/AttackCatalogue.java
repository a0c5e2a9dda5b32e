package dev.glovebox.drill;

import dev.glovebox.sandbox.IsolationTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The attacks in a folder, each in a folder of its own with an {@code attack.yaml}. Read strictly,
 * and anew each time.
 */
public final class AttackCatalogue {

  private static final String DESCRIPTION = "attack.yaml";
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "title",
          "why",
          "language",
          "main",
          "shared",
          "compileOptions",
          "arguments",
          "limits",
          "tests",
          "expect",
          "generated",
          "repeatedArgument",
          "gvisor",
          "requests");
  private static final Set<String> EXPECT_FIELDS =
      Set.of(
          "verdict",
          "limit",
          "exitCode",
          "signal",
          "stdout",
          "stderr",
          "compile",
          "stdoutBase64",
          "forbidden");
  private static final Map<String, String> LIMITS =
      Map.of(
          "cpu", "cpuTime",
          "wall", "wallTime",
          "memory", "memory",
          "processes", "processes",
          "output", "output",
          "fileSize", "fileSize");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path root;

  /**
   * @param root the folder of all attacks
   */
  public AttackCatalogue(Path root) {
    this.root = root;
  }

  /** Whether there is a folder at all. */
  public boolean isThere() {
    return Files.isDirectory(root);
  }

  /**
   * The hostile programs, with what a tier does differently.
   *
   * @throws IllegalStateException when one is not as {@code attacks/README.md} has it
   */
  public List<Attack> programs(IsolationTier tier) {
    return folders().stream()
        .filter(folder -> !describe(folder).has("requests"))
        .map(folder -> program(folder, tier))
        .toList();
  }

  /** The hostile program with this id, if there is one. */
  public Optional<Attack> program(String id, IsolationTier tier) {
    return folders().stream()
        .filter(folder -> name(folder).startsWith(id + "-"))
        .filter(folder -> !describe(folder).has("requests"))
        .map(folder -> program(folder, tier))
        .findFirst();
  }

  /** The attacks on the service itself. */
  public List<HttpAttack> requests() {
    return folders().stream()
        .filter(folder -> describe(folder).has("requests"))
        .map(folder -> HttpAttack.of(describe(folder)))
        .toList();
  }

  private List<Path> folders() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(folder -> Files.exists(folder.resolve(DESCRIPTION))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private static ObjectNode describe(Path folder) {
    JsonNode node = YAML.readTree(bytes(folder.resolve(DESCRIPTION)));
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalStateException(folder.getFileName() + ": it is not described by a mapping");
    }
    String id = object.path("id").asString("");
    require(
        name(folder).startsWith(id + "-") && !id.isEmpty(),
        folder,
        "its id does not begin its name");
    require(FIELDS.containsAll(object.propertyNames()), folder, "a field is not known");
    require(object.path("title").isString(), folder, "it has no title");
    require(object.path("why").isString(), folder, "it does not say why");
    return object;
  }

  private Attack program(Path folder, IsolationTier tier) {
    ObjectNode node = describe(folder);
    @Nullable JsonNode override =
        tier == IsolationTier.GVISOR ? node.path("gvisor").path("expect") : null;
    JsonNode whole = node.path("expect");
    var tests = new ArrayList<Attack.Step>();
    if (node.has("tests")) {
      for (JsonNode test : node.path("tests")) {
        tests.add(step(folder, test, override));
      }
    } else {
      tests.add(
          new Attack.Step(
              "alone", new byte[0], Optional.empty(), expectation(folder, whole, override)));
    }
    return new Attack(
        new Attack.Outline(
            node.path("id").stringValue(),
            node.path("title").stringValue(),
            node.path("why").stringValue().strip(),
            node.path("language").stringValue()),
        sources(folder, node),
        texts(node.path("compileOptions")),
        arguments(node),
        limits(folder, node.path("limits")),
        List.copyOf(tests),
        node.has("tests") ? submission(folder) : expectation(folder, whole, override));
  }

  private static List<String> arguments(ObjectNode node) {
    var arguments = new ArrayList<>(texts(node.path("arguments")));
    JsonNode repeated = node.path("repeatedArgument");
    for (int i = 0; i < repeated.path("times").asInt(0); i++) {
      arguments.add(repeated.path("text").stringValue());
    }
    return arguments;
  }

  /** With expectations of its own for each test, nothing more is asked of the whole. */
  private static Expectation submission(Path folder) {
    return expectation(folder, YAML.createObjectNode(), null);
  }

  private static Attack.Step step(Path folder, JsonNode test, @Nullable JsonNode override) {
    String input =
        test.has("inputRepeat")
            ? repeated(test.path("inputRepeat"))
            : test.path("input").asString("");
    return new Attack.Step(
        test.path("name").stringValue(),
        input.getBytes(StandardCharsets.UTF_8),
        test.has("expected") ? Optional.of(test.path("expected").stringValue()) : Optional.empty(),
        expectation(folder, test.path("expect"), override));
  }

  private static String repeated(JsonNode node) {
    return node.path("text").stringValue().repeat(node.path("times").intValue());
  }

  private static Expectation expectation(Path folder, JsonNode base, @Nullable JsonNode override) {
    ObjectNode node = YAML.createObjectNode();
    if (base instanceof ObjectNode object) {
      node.setAll(object);
    }
    if (override instanceof ObjectNode object) {
      // A signal belongs to its verdict.
      if (object.has("verdict")) {
        node.remove("signal");
      }
      node.setAll(object);
    }
    require(EXPECT_FIELDS.containsAll(node.propertyNames()), folder, "an expectation is not known");
    return new Expectation(
        new LinkedHashSet<>(texts(node.path("verdict"))),
        new LinkedHashSet<>(texts(node.path("limit"))),
        number(node.path("exitCode")),
        number(node.path("signal")),
        patterns(node.path("stdout")),
        patterns(node.path("stderr")),
        patterns(node.path("compile")),
        node.has("stdoutBase64")
            ? Optional.of(Base64.getDecoder().decode(node.path("stdoutBase64").stringValue()))
            : Optional.empty(),
        node.has("forbidden")
            ? compiled(node.path("forbidden"))
            : List.of(Pattern.compile("PWNED")));
  }

  private static Expectation.Patterns patterns(JsonNode node) {
    return new Expectation.Patterns(compiled(node.path("contains")), compiled(node.path("lacks")));
  }

  private static List<Pattern> compiled(JsonNode node) {
    return texts(node).stream().map(Pattern::compile).toList();
  }

  private Map<String, byte[]> sources(Path folder, ObjectNode node) {
    var sources = new LinkedHashMap<String, byte[]>();
    if (node.has("main")) {
      String main = node.path("main").stringValue();
      sources.put(main, bytes(folder.resolve(main)));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(file -> {
            String name = folder.relativize(file).toString();
            if (!name.equals(DESCRIPTION)) {
              sources.putIfAbsent(name, bytes(file));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    require(!sources.isEmpty(), folder, "it has no source");
    for (String name : texts(node.path("shared"))) {
      sources.put(name, bytes(root.resolve("shared").resolve(name)));
    }
    for (Map.Entry<String, JsonNode> file : node.path("generated").properties()) {
      sources.put(file.getKey(), repeated(file.getValue()).getBytes(StandardCharsets.UTF_8));
    }
    return sources;
  }

  /** By the names of the request, with their units. */
  private static Map<String, String> limits(Path folder, JsonNode node) {
    var limits = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> limit : node.properties()) {
      require(LIMITS.containsKey(limit.getKey()), folder, "there is no limit " + limit.getKey());
      limits.put(LIMITS.get(limit.getKey()), limit.getValue().asString());
    }
    return limits;
  }

  private static List<String> texts(JsonNode node) {
    return node.valueStream().map(JsonNode::asString).toList();
  }

  private static Optional<Integer> number(JsonNode node) {
    return node.isInt() ? Optional.of(node.intValue()) : Optional.empty();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds, Path folder, String complaint) {
    if (!holds) {
      throw new IllegalStateException(folder.getFileName() + ": " + complaint);
    }
  }
}
