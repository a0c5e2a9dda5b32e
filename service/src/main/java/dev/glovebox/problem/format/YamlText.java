package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.format.YamlValue.Entries;
import dev.glovebox.problem.format.YamlValue.Entry;
import dev.glovebox.problem.format.YamlValue.Items;
import dev.glovebox.problem.format.YamlValue.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/**
 * Reads YAML of a package. Scalars stay texts: what they mean is for who asks, since writers relied
 * on YAML 1.1 and 1.2 alike. Neither depth nor aliases can make it large.
 */
final class YamlText {

  private static final int DEEPEST = 40;
  private static final long HEAVIEST = 200_000;

  private final String file;
  private final Findings findings;
  private final Map<Anchor, YamlValue> anchors = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable YamlValue root;

  private YamlText(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /** The value of the only document; nothing when it is empty or, with a finding, malformed. */
  static Optional<YamlValue> read(String file, String text, Findings findings) {
    var reader = new YamlText(file, findings);
    try {
      var settings = LoadSettings.builder().setLabel(file).build();
      for (Event event : new Parse(settings).parseString(text)) {
        if (!reader.accept(event)) {
          return Optional.empty();
        }
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      findings.error(file, line, "malformed YAML: " + e.getProblem());
      return Optional.empty();
    } catch (YamlEngineException e) {
      findings.error(file, "malformed YAML: " + e.getMessage());
      return Optional.empty();
    }
    return Optional.ofNullable(reader.root);
  }

  private boolean accept(Event event) {
    int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    switch (event.getEventId()) {
      case MappingStart -> open.addLast(new Open((MappingStartEvent) event, line, true));
      case SequenceStart -> open.addLast(new Open((SequenceStartEvent) event, line, false));
      case MappingEnd, SequenceEnd -> {
        Open done = open.removeLast();
        return add(done.value(), done.start, line);
      }
      case Scalar -> {
        var scalar = (ScalarEvent) event;
        if (!storable(scalar.getValue())) {
          findings.error(file, line, "the text has a NUL or half a character");
          return false;
        }
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return add(new Scalar(scalar.getValue(), plain, line), scalar, line);
      }
      case Alias -> {
        YamlValue value = anchors.get(((AliasEvent) event).getAlias());
        if (value == null) {
          findings.error(file, line, "an alias of something that is not complete before it");
          return false;
        }
        return add(value, null, line);
      }
      case DocumentStart -> {
        if (root != null) {
          findings.error(file, line, "there is more than one document");
          return false;
        }
      }
      case Comment, DocumentEnd, StreamStart, StreamEnd -> {}
    }
    if (open.size() > DEEPEST) {
      findings.error(file, line, "nested more than %d deep".formatted(DEEPEST));
      return false;
    }
    return true;
  }

  private boolean add(YamlValue value, @Nullable NodeEvent event, int line) {
    if (value.weight() > HEAVIEST) {
      findings.error(file, line, "the file has too many values");
      return false;
    }
    if (event != null) {
      event.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
    }
    if (open.isEmpty()) {
      root = value;
    } else {
      open.getLast().add(value, findings, file);
    }
    return true;
  }

  private static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A list or a map that is not complete. */
  private static final class Open {
    private final NodeEvent start;
    private final int line;
    private final boolean map;
    private final List<YamlValue> items = new ArrayList<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Entry> merged = new LinkedHashMap<>();
    private @Nullable YamlValue key;
    private long weight = 1;

    Open(NodeEvent start, int line, boolean map) {
      this.start = start;
      this.line = line;
      this.map = map;
    }

    void add(YamlValue value, Findings findings, String file) {
      weight += value.weight();
      if (!map) {
        items.add(value);
      } else if (key == null) {
        key = value;
      } else {
        put(key, value, findings, file);
        key = null;
      }
    }

    private void put(YamlValue key, YamlValue value, Findings findings, String file) {
      if (!(key instanceof Scalar(String name, boolean plain, int keyLine))) {
        findings.error(file, key.line(), "a key is no text");
        return;
      }
      if (name.equals("<<") && plain) {
        merge(value);
        return;
      }
      if (entries.put(name, new Entry(value, keyLine)) != null) {
        findings.warn(
            file, keyLine, "%s is there more than once; the last one counts".formatted(name));
      }
    }

    private void merge(YamlValue value) {
      switch (value) {
        case Entries(Map<String, Entry> others, _, _) -> others.forEach(merged::putIfAbsent);
        case Items(List<YamlValue> values, _, _) -> values.forEach(this::merge);
        case Scalar _ -> {}
      }
    }

    YamlValue value() {
      merged.forEach(entries::putIfAbsent);
      return map ? new Entries(entries, line, weight) : new Items(List.copyOf(items), line, weight);
    }
  }
}
