package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Submissions over REST: create, read, list, cancel. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/submissions", produces = MediaType.APPLICATION_JSON_VALUE)
class SubmissionController {

  private static final int LONGEST_CURSOR = 100;
  private static final int USUAL_PAGE = 50;

  private final BodyReader bodies;
  private final SubmissionReader reader;
  private final SubmissionIntake intake;
  private final SubmissionStore submissions;
  private final Languages languages;
  private final ApiProperties properties;
  private final RateLimits rates;

  SubmissionController(
      BodyReader bodies,
      SubmissionReader reader,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Languages languages,
      ApiProperties properties,
      RateLimits rates) {
    this.rates = rates;
    this.bodies = bodies;
    this.reader = reader;
    this.intake = intake;
    this.submissions = submissions;
    this.languages = languages;
    this.properties = properties;
  }

  /** Accepts one; with {@code wait=true} answers when it is done, or when waiting took too long. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ResultBody> create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    boolean wait = parameters.flag("wait").orElse(false);
    Duration timeout =
        parameters.time("timeout", properties.maxWait()).orElse(properties.maxWait());
    parameters.end();
    Optional<String> key = IdempotencyKeys.read(http, faults);
    SubmissionRequest request =
        bodies.read(
            caller.tenant(),
            http,
            body -> {
              SubmissionRequest read =
                  reader.read(new Fields(body, "", faults), caller.tenant(), key);
              faults.check();
              return read;
            });
    reader.requireReady(request, caller.tenant());
    SubmissionIntake.Accepted accepted =
        rates
            .submit(caller.tenant(), 1, () -> List.of(intake.accept(caller.tenant(), request)))
            .getFirst();
    return wait
        ? answerWhenDone(caller, accepted, timeout)
        : answer(accepted.repeated() ? HttpStatus.OK : HttpStatus.CREATED, accepted)
            .body(present(caller, accepted));
  }

  /** Accepts all of them or none. */
  @PostMapping(path = "/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<BatchBody> createAll(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http) throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    List<SubmissionRequest> requests =
        bodies.read(
            caller.tenant(),
            http,
            body -> {
              List<SubmissionRequest> read = readAll(new Fields(body, "", faults), caller.tenant());
              faults.check();
              return read;
            });
    requests.forEach(request -> reader.requireReady(request, caller.tenant()));
    List<SubmissionIntake.Accepted> accepted =
        rates.submit(
            caller.tenant(), requests.size(), () -> intake.acceptAll(caller.tenant(), requests));
    var answers = new ArrayList<AcceptedBody>(accepted.size());
    for (SubmissionIntake.Accepted one : accepted) {
      answers.add(new AcceptedBody(one.submission().id().toString(), one.repeated()));
    }
    return ResponseEntity.status(HttpStatus.CREATED).body(new BatchBody(answers));
  }

  @GetMapping("/{id}")
  ResultBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return ResultBody.of(find(caller, id));
  }

  @PostMapping("/{id}/cancel")
  ResponseEntity<ResultBody> cancel(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    SubmissionId submission = find(caller, id).submission().id();
    if (!intake.cancel(caller.tenant(), submission)) {
      throw RequestRefused.of(
          ProblemKind.ALREADY_DONE, "The submission is at its end; its verdict stands.");
    }
    return ResponseEntity.accepted().body(ResultBody.of(find(caller, id)));
  }

  @GetMapping
  PageBody list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    var filter =
        new SubmissionStore.Filter(
            parameters.value(
                "state", "not-allowed", oneOf(SubmissionView.State.values()), this::state),
            parameters.value("verdict", "not-allowed", "a verdict's code or name", this::verdict),
            parameters.value(
                "language",
                "not-allowed",
                "a language of GET /api/v1/languages",
                name -> languages.find(name).map(Language::id)),
            parameters.instant("from"),
            parameters.instant("to"));
    Optional<SubmissionStore.Cursor> cursor =
        parameters.value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text -> text.length() > LONGEST_CURSOR ? Optional.empty() : Cursors.read(text));
    int size =
        parameters
            .integer("limit", 1, properties.maxPage())
            .orElse(Math.min(USUAL_PAGE, properties.maxPage()));
    parameters.end();
    faults.check();
    return PageBody.of(submissions.list(caller.tenant(), filter, cursor, size));
  }

  private ResponseEntity<ResultBody> answerWhenDone(
      Caller caller, SubmissionIntake.Accepted accepted, Duration timeout) {
    SubmissionStatus status =
        submissions
            .await(caller.tenant(), accepted.submission().id(), timeout)
            .orElseThrow(RequestRefused::notFound);
    boolean done = status.state() == SubmissionView.State.DONE;
    return answer(done ? HttpStatus.OK : HttpStatus.ACCEPTED, accepted).body(ResultBody.of(status));
  }

  /** What can be said without asking the database, unless the submission is an earlier one. */
  private ResultBody present(Caller caller, SubmissionIntake.Accepted accepted) {
    Submission submission = accepted.submission();
    return accepted.repeated()
        ? submissions
            .status(caller.tenant(), submission.id())
            .map(ResultBody::of)
            .orElseThrow(RequestRefused::notFound)
        : ResultBody.accepted(submission);
  }

  private static ResponseEntity.BodyBuilder answer(
      HttpStatus status, SubmissionIntake.Accepted accepted) {
    var builder =
        ResponseEntity.status(status)
            .location(URI.create("/api/v1/submissions/" + accepted.submission().id()));
    return accepted.repeated() ? builder.header("Idempotency-Replayed", "true") : builder;
  }

  private List<SubmissionRequest> readAll(Fields body, UUID tenant) {
    if (!body.has("submissions")) {
      body.fault("submissions", "required", "is needed.");
    }
    Optional<List<Fields>> items = body.objects("submissions", properties.maxBatch());
    if (items.isPresent() && items.get().isEmpty()) {
      body.fault("submissions", "required", "needs at least one submission.");
    }
    var requests = new ArrayList<SubmissionRequest>();
    for (Fields item : items.orElse(List.of())) {
      requests.add(reader.read(item, tenant, Optional.empty()));
    }
    body.end();
    return requests;
  }

  private SubmissionStatus find(Caller caller, String id) {
    return submissions.status(caller.tenant(), Ids.read(id)).orElseThrow(RequestRefused::notFound);
  }

  private static String oneOf(Enum<?>[] values) {
    return "one of " + String.join(", ", Stream.of(values).map(ResultBody::code).toList());
  }

  private Optional<SubmissionView.State> state(String text) {
    return Stream.of(SubmissionView.State.values())
        .filter(state -> ResultBody.code(state).equals(text))
        .findAny();
  }

  private Optional<Verdict> verdict(String text) {
    return Stream.of(Verdict.values())
        .filter(verdict -> verdict.code().equals(text) || ResultBody.code(verdict).equals(text))
        .findAny();
  }

  /** Ids in paths. */
  static final class Ids {
    private Ids() {}

    /**
     * @throws RequestRefused when it is none of ours
     */
    static SubmissionId read(String text) {
      return parse(text).orElseThrow(RequestRefused::notFound);
    }

    /** The id, if the text is one as we write them. */
    static Optional<SubmissionId> parse(String text) {
      try {
        UUID id = UUID.fromString(text);
        return Objects.equals(id.toString(), text.toLowerCase(Locale.ROOT))
            ? Optional.of(new SubmissionId(id))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // no id that we made looks like this
      }
    }
  }

  record BatchBody(List<AcceptedBody> submissions) {}

  /**
   * @param repeated whether its idempotency key was known
   */
  record AcceptedBody(String id, boolean repeated) {}
}
