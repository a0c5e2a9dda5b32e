package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.submission.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the source files of a request: one text, or files with names. */
final class SourcesReader {

  private static final int LONGEST_NAME = 255;

  private final LimitsProperties limits;

  SourcesReader(LimitsProperties limits) {
    this.limits = limits;
  }

  List<SourceFile> read(Fields fields, Optional<Language> language) {
    boolean single = fields.has("source");
    boolean many = fields.has("files");
    if (single && many) {
      fields.fault(
          "files", "exclusive", "can't be given together with " + fields.at("source") + ".");
    }
    Optional<byte[]> source = fields.utf8("source");
    List<SourceFile> sources = files(fields);
    if (single) {
      sources =
          source
              .map(text ->
                  List.of(new SourceFile(language.map(Language::source).orElse("main"), text)))
              .orElse(List.of());
    } else if (!many) {
      fields.fault("source", "required", "or " + fields.at("files") + " is needed.");
    }
    long bytes = sources.stream().mapToLong(file -> file.content().length).sum();
    if (bytes > limits.source().toBytes()) {
      fields.fault(
          single ? "source" : "files",
          "too-long",
          "may have at most %d bytes in all.".formatted(limits.source().toBytes()));
    }
    if (many && language.isPresent() && !sources.isEmpty()) {
      checkExtensions(fields, language.get(), sources);
    }
    return sources;
  }

  /** The file to start from, when the request names one. */
  Optional<String> main(Fields fields, List<SourceFile> sources) {
    Optional<String> main = fields.text("main", LONGEST_NAME);
    if (main.isPresent()
        && !sources.isEmpty()
        && sources.stream().noneMatch(file -> file.name().equals(main.get()))) {
      fields.fault("main", "not-allowed", "is not the name of one of the files.");
    }
    return main;
  }

  private List<SourceFile> files(Fields fields) {
    var sources = new ArrayList<SourceFile>();
    var names = new FileNames();
    Optional<List<Fields>> files = fields.objects("files", limits.files());
    if (files.isPresent() && files.get().isEmpty() && fields.node("files").get().isEmpty()) {
      fields.fault("files", "required", "needs at least one file.");
    }
    for (Fields file : files.orElse(List.of())) {
      if (!file.has("name")) {
        file.fault("name", "required", "is needed.");
      }
      Optional<String> name = file.text("name", LONGEST_NAME);
      name.flatMap(names::refuse)
          .ifPresent(refusal -> file.fault("name", refusal.rule(), refusal.why()));
      if (!file.has("content") && !file.has("contentBase64")) {
        file.fault("content", "required", "or " + file.at("contentBase64") + " is needed.");
      }
      Optional<byte[]> content = file.bytes("content", "contentBase64");
      file.end();
      if (name.isPresent() && content.isPresent()) {
        sources.add(new SourceFile(name.get(), content.get()));
      }
    }
    return sources;
  }

  private static void checkExtensions(Fields fields, Language language, List<SourceFile> sources) {
    boolean any =
        sources.stream()
            .map(file -> file.name().toLowerCase(Locale.ROOT))
            .anyMatch(name ->
                language.sourceExtensions().anyMatch(extension -> name.endsWith("." + extension)));
    if (!any) {
      fields.fault(
          "files",
          "not-allowed",
          "must contain a file of %s: .%s"
              .formatted(
                  language.name(), language.sourceExtensions().collect(Collectors.joining(", ."))));
    }
  }
}
