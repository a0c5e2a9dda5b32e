package dev.glovebox.ci.format.yaml;

import dev.glovebox.ci.format.yaml.Node.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the documents of one file. */
public final class YamlReader {

  /** Most bytes of a file and of what it includes together. */
  public static final int LONGEST = 1_048_576;

  private static final int DEEPEST = 60;
  private static final long MOST_BY_ALIASES = 10_000;
  private static final long HEAVIEST = 200_000;

  private final String file;
  private final BiConsumer<Mark, String> warnings;
  private final Map<Anchor, Node> anchors = new HashMap<>();
  private final Deque<OpenNode> open = new ArrayDeque<>();
  private final List<Node> documents = new ArrayList<>();
  private long byAliases;
  private long values;

  private YamlReader(String file, BiConsumer<Mark, String> warnings) {
    this.file = file;
    this.warnings = warnings;
  }

  /**
   * The documents of a file.
   *
   * @param file its name, for marks
   * @param text its content; a byte order mark at its start is left out
   * @param warnings told of keys that are there more than once
   * @throws MalformedYamlException if it is no YAML, or larger than {@link #LONGEST}, 60 levels of
   *     nesting, 200,000 values or 10,000 values by aliases
   */
  public static List<Node> read(String file, String text, BiConsumer<Mark, String> warnings)
      throws MalformedYamlException {
    Mark start = new Mark(file, 1, 1);
    if (text.length() > LONGEST) {
      throw new MalformedYamlException(start, "the file has more than 1 MiB");
    }
    var reader = new YamlReader(file, warnings);
    var settings = LoadSettings.builder().setLabel(file).setCodePointLimit(LONGEST + 1).build();
    try {
      String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
      for (Event event : new Parse(settings).parseString(content)) {
        reader.accept(event);
      }
    } catch (MarkedYamlEngineException e) {
      Mark mark =
          e.getProblemMark()
              .map(at -> new Mark(file, at.getLine() + 1, at.getColumn() + 1))
              .orElse(start);
      throw new MalformedYamlException(mark, "this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new MalformedYamlException(start, "this is no YAML: " + e.getMessage());
    }
    return List.copyOf(reader.documents);
  }

  private void accept(Event event) throws MalformedYamlException {
    Mark mark =
        event
            .getStartMark()
            .map(at -> new Mark(file, at.getLine() + 1, at.getColumn() + 1))
            .orElse(new Mark(file, 1, 1));
    switch (event.getEventId()) {
      case MappingStart -> {
        tagOf(((MappingStartEvent) event).getTag(), mark, "!!map");
        push(OpenNode.map((NodeEvent) event, mark));
      }
      case SequenceStart -> {
        Optional<String> tag = ((SequenceStartEvent) event).getTag();
        boolean reference = tag.filter("!reference"::equals).isPresent();
        if (!reference) {
          tagOf(tag, mark, "!!seq");
        }
        push(OpenNode.list((NodeEvent) event, mark, reference));
      }
      case MappingEnd, SequenceEnd -> {
        OpenNode done = open.removeLast();
        add(done.complete(), Optional.of(done.start()));
      }
      case Scalar -> add(scalar((ScalarEvent) event, mark), Optional.of((NodeEvent) event));
      case Alias -> add(aliased((AliasEvent) event, mark), Optional.empty());
      case Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
    }
  }

  private void push(OpenNode node) throws MalformedYamlException {
    open.addLast(node);
    if (open.size() > DEEPEST) {
      throw new MalformedYamlException(
          node.mark(), "values are nested more than %d deep".formatted(DEEPEST));
    }
  }

  private Node aliased(AliasEvent event, Mark mark) throws MalformedYamlException {
    Node node = anchors.get(event.getAlias());
    if (node == null) {
      throw new MalformedYamlException(
          mark, "*%s names nothing that ends before it".formatted(event.getAlias()));
    }
    byAliases += node.weight();
    if (byAliases > MOST_BY_ALIASES) {
      throw new MalformedYamlException(
          mark, "aliases make more than %d values".formatted(MOST_BY_ALIASES));
    }
    return node;
  }

  private void add(Node node, Optional<NodeEvent> event) throws MalformedYamlException {
    values++;
    if (values > HEAVIEST) {
      throw new MalformedYamlException(
          node.mark(), "there are more than %d values".formatted(HEAVIEST));
    }
    event.flatMap(NodeEvent::getAnchor).ifPresent(anchor -> anchors.put(anchor, node));
    if (open.isEmpty()) {
      documents.add(node);
    } else {
      open.getLast().add(node, warnings);
    }
  }

  private static Node scalar(ScalarEvent event, Mark mark) throws MalformedYamlException {
    String text = event.getValue();
    if (text.indexOf('\0') >= 0) {
      throw new MalformedYamlException(mark, "the text holds a NUL");
    }
    if (event.getTag().isPresent()) {
      String tag = event.getTag().get();
      return switch (tag) {
        case "tag:yaml.org,2002:str", "!" -> new Scalar(Scalar.Kind.TEXT, text, mark);
        case "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null" ->
            new Scalar(ScalarKinds.ofPlain(text), text, mark);
        default -> throw unknownTag(tag, mark);
      };
    }
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    return new Scalar(plain ? ScalarKinds.ofPlain(text) : Scalar.Kind.TEXT, text, mark);
  }

  private static void tagOf(Optional<String> tag, Mark mark, String usual)
      throws MalformedYamlException {
    String full = "tag:yaml.org,2002:" + usual.substring(2);
    if (tag.isPresent() && !tag.get().equals(full) && !tag.get().equals("!")) {
      throw unknownTag(tag.get(), mark);
    }
  }

  private static MalformedYamlException unknownTag(String tag, Mark mark) {
    return new MalformedYamlException(
        mark, "the tag %s is not known; only !reference, on a list, is".formatted(tag));
  }
}
