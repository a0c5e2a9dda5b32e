package dev.glovebox.judge0;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Submissions as clients of Judge0 create and read them. */
@RestController
@RunsIn(Role.API)
@RequestMapping(Judge0Door.PATH + "/submissions")
class SubmissionsController {

  private static final int USUAL_PAGE = 20;
  private static final int MOST_ROWS = 1000;
  private static final int READ_AT_ONCE = 50;
  private static final String ONE_NOT_UTF8 =
      "some attributes for this submission cannot be converted to UTF-8, use base64_encoded=true"
          + " query parameter";
  private static final String SOME_NOT_UTF8 =
      "some attributes for one or more submissions cannot be converted to UTF-8, use"
          + " base64_encoded=true query parameter";

  private final RequestReader requests;
  private final DraftReader reader;
  private final Submissions submissions;
  private final SubmissionWriter writer;
  private final Answers answers;
  private final Judge0Properties properties;

  SubmissionsController(
      RequestReader requests,
      DraftReader reader,
      Submissions submissions,
      SubmissionWriter writer,
      Answers answers,
      Judge0Properties properties) {
    this.requests = requests;
    this.reader = reader;
    this.submissions = submissions;
    this.writer = writer;
    this.answers = answers;
    this.properties = properties;
  }

  @PostMapping
  ResponseEntity<byte[]> create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    refuseInMaintenance();
    Attributes attributes = requests.all(caller, http);
    boolean wait = attributes.flag("wait");
    boolean base64 = base64(attributes);
    if (wait && !properties.features().waitResult()) {
      throw Refused.badRequest("wait not allowed");
    }
    Set<FieldNames> fields = fields(attributes);
    DraftReader.Read read = reader.read(attributes, base64, requests.flavour(http));
    if (read.draft().isEmpty()) {
      return answers.write(HttpStatus.UNPROCESSABLE_CONTENT, read.errors().messages());
    }
    Known created = submissions.create(caller.tenant(), List.of(read.draft().get())).getFirst();
    if (!wait) {
      submissions.watch(created);
      return answers.write(HttpStatus.CREATED, Map.of("token", created.token().toString()));
    }
    SubmissionStatus status =
        submissions.await(created, properties.maxWait()).orElseThrow(NotFound::new);
    return answers.write(
        HttpStatus.CREATED, written(created, status, read.draft().get().request(), fields, base64));
  }

  private List<LeftFile> left(Known created, Set<FieldNames> fields) {
    return fields.contains(FieldNames.POST_EXECUTION_FILESYSTEM)
        ? submissions
            .leftFiles(created.tenant(), List.of(created))
            .getOrDefault(created.id(), List.of())
        : List.of();
  }

  /** A text that needs base64 does not make the submission undone: the token is told. */
  private Map<String, @Nullable Object> written(
      Known created,
      SubmissionStatus status,
      SubmissionRequest request,
      Set<FieldNames> fields,
      boolean base64) {
    try {
      return writer.write(
          created,
          status,
          new SubmissionWriter.Contents(Optional.of(request), left(created, fields)),
          fields,
          base64);
    } catch (NotUtf8 e) {
      Map<String, @Nullable Object> error = new LinkedHashMap<>();
      error.put("error", ONE_NOT_UTF8);
      error.put("token", created.token().toString());
      return error;
    }
  }

  @PostMapping("/batch")
  ResponseEntity<byte[]> createAll(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Attributes attributes = requests.all(caller, http);
    List<Attributes> items = attributes.objects("submissions");
    checkBatch(items.size());
    boolean base64 = base64(attributes);
    Flavour flavour = requests.flavour(http);
    List<DraftReader.Read> read =
        items.stream().map(item -> reader.read(item, base64, flavour)).toList();
    List<Draft> drafts = read.stream().flatMap(one -> one.draft().stream()).toList();
    List<Known> created = submissions.create(caller.tenant(), drafts);
    created.forEach(submissions::watch);
    List<Object> answer = new ArrayList<>();
    int next = 0;
    for (DraftReader.Read one : read) {
      answer.add(
          one.draft().isPresent()
              ? Map.of("token", created.get(next++).token().toString())
              : one.errors().messages());
    }
    return answers.write(
        drafts.isEmpty() ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.CREATED, answer);
  }

  @GetMapping("/batch")
  ResponseEntity<byte[]> readAll(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    Attributes query = requests.query(http);
    Set<FieldNames> fields = fields(query);
    String list =
        query.text("tokens").or(() -> Optional.ofNullable(http.getHeader("tokens"))).orElse("");
    List<String> tokens = list.isBlank() ? List.of() : List.of(list.split(",", -1));
    checkBatch(tokens.size());
    List<Optional<UUID>> ids = tokens.stream().map(text -> token(text.strip())).toList();
    Map<UUID, Known> known =
        submissions.find(caller.tenant(), ids.stream().flatMap(Optional::stream).toList());
    Map<UUID, Object> read = readAll(caller, known.values(), fields, base64(query));
    List<@Nullable Object> found = new ArrayList<>();
    for (Optional<UUID> id : ids) {
      found.add(id.map(read::get).orElse(null));
    }
    return answers.read(http, Map.of("submissions", found));
  }

  /** Newest first; needs the second key. */
  @GetMapping
  ResponseEntity<byte[]> list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    Attributes query = requests.query(http);
    int page = query.text("page").map(Numbers::leading).orElse(1);
    int size = query.text("per_page").map(Numbers::leading).orElse(USUAL_PAGE);
    if (page <= 0) {
      throw Refused.badRequest("invalid page: " + page);
    }
    if (size < 0) {
      throw Refused.badRequest("invalid per_page: " + size);
    }
    Set<FieldNames> fields = fields(query);
    int rows = Math.min(size, MOST_ROWS);
    long total = submissions.count(caller.tenant());
    long pages = rows == 0 ? 0 : Math.ceilDiv(total, rows);
    List<Known> listed = submissions.page(caller.tenant(), (page - 1L) * rows, rows);
    List<Object> found = List.copyOf(readAll(caller, listed, fields, base64(query)).values());
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("current_page", page);
    meta.put("next_page", page < pages ? page + 1 : null);
    meta.put("prev_page", page > 1 ? page - 1 : null);
    meta.put("total_pages", pages);
    meta.put("total_count", total);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("submissions", found);
    answer.put("meta", meta);
    return answers.read(http, answer);
  }

  /** Answers with what was deleted, always in base64; needs the second key. */
  @DeleteMapping("/{token}")
  ResponseEntity<byte[]> delete(
      @AuthenticationPrincipal Caller caller, @PathVariable String token, HttpServletRequest http) {
    refuseInMaintenance();
    if (!properties.features().submissionDelete()) {
      throw Refused.badRequest("delete not allowed");
    }
    Set<FieldNames> fields = fields(requests.query(http));
    Known known = known(caller, token);
    SubmissionStatus status = submissions.fresh(known).orElseThrow(NotFound::new);
    if (status.state() != SubmissionView.State.DONE) {
      Status now =
          status.state() == SubmissionView.State.QUEUED ? Status.IN_QUEUE : Status.PROCESSING;
      throw Refused.badRequest(
          "submission cannot be deleted because its status is %d (%s)"
              .formatted(now.id(), now.description()));
    }
    try {
      Map<String, @Nullable Object> last = read(known, fields, true).orElseThrow(NotFound::new);
      submissions.delete(known);
      return answers.write(HttpStatus.OK, last);
    } catch (NotUtf8 e) {
      throw new AssertionError("everything can be written in base64", e);
    }
  }

  @GetMapping("/{token}")
  ResponseEntity<byte[]> read(
      @AuthenticationPrincipal Caller caller, @PathVariable String token, HttpServletRequest http) {
    Attributes query = requests.query(http);
    Set<FieldNames> fields = fields(query);
    Known known = known(caller, token);
    try {
      return answers.read(http, read(known, fields, base64(query)).orElseThrow(NotFound::new));
    } catch (NotUtf8 e) {
      throw Refused.badRequest(ONE_NOT_UTF8);
    }
  }

  private Optional<Map<String, @Nullable Object>> read(
      Known known, Set<FieldNames> fields, boolean base64) throws NotUtf8 {
    return Optional.ofNullable(
        read(known.tenant(), List.of(known), fields, base64).get(known.token()));
  }

  /** By token, in the order of what is wanted; those that are gone are missing. */
  private Map<UUID, Object> readAll(
      Caller caller, Collection<Known> wanted, Set<FieldNames> fields, boolean base64) {
    Map<UUID, Object> all = new LinkedHashMap<>();
    try {
      List<Known> rest = List.copyOf(wanted);
      while (!rest.isEmpty()) {
        // Not all of a large page at once: contents take memory.
        int some = Math.min(rest.size(), READ_AT_ONCE);
        all.putAll(read(caller.tenant(), rest.subList(0, some), fields, base64));
        rest = rest.subList(some, rest.size());
      }
    } catch (NotUtf8 e) {
      throw Refused.badRequest(SOME_NOT_UTF8);
    }
    return all;
  }

  private Map<UUID, Map<String, @Nullable Object>> read(
      UUID tenant, List<Known> wanted, Set<FieldNames> fields, boolean base64) throws NotUtf8 {
    Map<UUID, SubmissionStatus> statuses = submissions.statuses(tenant, wanted);
    Map<SubmissionId, SubmissionRequest> requests =
        fields.stream().anyMatch(FieldNames.CONTENTS::contains)
            ? submissions.requests(tenant, wanted)
            : Map.of();
    Map<SubmissionId, List<LeftFile>> left =
        fields.contains(FieldNames.POST_EXECUTION_FILESYSTEM)
            ? submissions.leftFiles(tenant, wanted)
            : Map.of();
    Map<UUID, Map<String, @Nullable Object>> written = new LinkedHashMap<>();
    for (Known one : wanted) {
      SubmissionStatus status = statuses.get(one.token());
      if (status != null) {
        var contents =
            new SubmissionWriter.Contents(
                Optional.ofNullable(requests.get(one.id())),
                left.getOrDefault(one.id(), List.of()));
        written.put(one.token(), writer.write(one, status, contents, fields, base64));
      }
    }
    return written;
  }

  private Known known(Caller caller, String text) {
    UUID token = token(text).orElseThrow(NotFound::new);
    return Optional.ofNullable(submissions.find(caller.tenant(), List.of(token)).get(token))
        .orElseThrow(NotFound::new);
  }

  private static Optional<UUID> token(String text) {
    try {
      UUID token = UUID.fromString(text);
      return token.toString().equals(text.toLowerCase(Locale.ROOT))
          ? Optional.of(token)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no token that was made here looks like this
    }
  }

  private void checkBatch(int size) {
    if (!properties.features().batches()) {
      throw Refused.badRequest("batched submissions are not allowed");
    }
    int most = properties.limits().maxBatch();
    if (size > most) {
      throw Refused.badRequest(
          "number of submissions in a batch should be less than or equal to " + most);
    }
    if (size == 0) {
      throw Refused.badRequest("there should be at least one submission in a batch");
    }
  }

  private Set<FieldNames> fields(Attributes attributes) {
    return FieldNames.read(
        attributes.text("fields"),
        properties.limits().leftFiles() == 0
            ? Set.of(FieldNames.POST_EXECUTION_FILESYSTEM)
            : Set.of());
  }

  private void refuseInMaintenance() {
    if (properties.maintenance() != null) {
      throw Refused.unavailable(properties.maintenance());
    }
  }

  private boolean base64(Attributes attributes) {
    Optional<String> said = attributes.text("base64_encoded");
    return properties.implicitBase64()
        ? said.filter("false"::equals).isEmpty()
        : said.filter("true"::equals).isPresent();
  }
}
