package dev.glovebox.drill;

import dev.glovebox.drill.Drill.Result;
import dev.glovebox.drill.DrillRows.Place;
import dev.glovebox.drill.DrillRows.Taken;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.submission.IdempotencyConflict;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One drill, attack after attack. Each submission has an idempotency key of its own, so that a
 * drill that another process takes over finds what is judged already.
 */
final class DrillRun {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration TIME_TO_CLEAN = Duration.ofSeconds(30);
  private static final Duration LOOK_SOON = Duration.ofMillis(250);
  private static final Duration TIME_TO_FIND_IMAGES = Duration.ofMinutes(1);
  private static final int MOST_COMPLAINTS = 20;
  private static final int LONGEST_COMPLAINT = 1000;

  /**
   * What a drill is made with.
   *
   * @param owner unique name of this process
   */
  record Parts(
      DrillRows rows,
      AttackCatalogue catalogue,
      DrillRequests requests,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Languages languages,
      Remains remains,
      String owner) {}

  /**
   * What came of an attack.
   *
   * @param note why it was not run, or what could not be looked at
   */
  record Came(Result result, String got, List<String> complaints, String note, String worker) {

    static Came notRun(String why) {
      return new Came(Result.NOT_RUN, "", List.of(), storable(why), "");
    }
  }

  /** The attack can't be made, or nothing can be learned of it. */
  private static final class NotRun extends Exception {
    NotRun(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private final Parts with;
  private final Taken drill;

  DrillRun(Parts with, Taken drill) {
    this.with = with;
    this.drill = drill;
  }

  /**
   * Makes all attacks that were not made yet.
   *
   * @throws InterruptedException when it is to be left as it is
   */
  void run() throws InterruptedException {
    awaitImages();
    for (Optional<Place> place = with.rows().next(drill.id());
        place.isPresent();
        place = with.rows().next(drill.id())) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the drill is stopped");
      }
      with.rows().note(drill.id(), place.get(), with.owner(), attack(place.get()));
    }
  }

  /**
   * A process that has just started has not looked for images yet; none of them is missing then.
   */
  private void awaitImages() throws InterruptedException {
    long end = System.nanoTime() + TIME_TO_FIND_IMAGES.toNanos();
    while (System.nanoTime() - end < 0
        && Honest.PROGRAMS.stream()
            .noneMatch(honest -> hindrance(with.languages(), honest.language()).isEmpty())) {
      Thread.sleep(LOOK_SOON);
    }
  }

  private Came attack(Place place) throws InterruptedException {
    try {
      Attack attack =
          with.catalogue()
              .program(place.attack(), drill.tier())
              .orElseThrow(() -> new NotRun("it is no longer in the suite"));
      requireImage(attack.outline().language());
      Honest honest = honest(place);
      SubmissionId id = submit(attack.request(drill.tier().code()), place, "attack");
      with.rows()
          .submitted(drill.id(), place, with.owner(), Optional.of(id.value()), Optional.empty());
      SubmissionResult result = await(id, "its submission");
      Seen seen = Seen.of(result);
      var complaints = new ArrayList<>(attack.complaints(seen));
      Optional<NotRun> unknown = afterwards(honest, place, complaints);
      if (unknown.isPresent() && complaints.isEmpty()) {
        throw unknown.get();
      }
      String note = lookForRemains(result, complaints);
      return came(seen, complaints, unknown.map(NotRun::why).orElse(note), result.worker());
    } catch (NotRun e) {
      return Came.notRun(e.why());
    }
  }

  private static Came came(Seen seen, List<String> complaints, String note, String worker) {
    return new Came(
        complaints.isEmpty() ? Result.HELD : Result.BROKEN,
        storable(seen.text()),
        complaints.stream().limit(MOST_COMPLAINTS).map(DrillRun::storable).toList(),
        note,
        worker);
  }

  /** C and Python by turns, as far as their images are there. */
  private Honest honest(Place place) throws NotRun {
    int count = Honest.PROGRAMS.size();
    for (int i = 0; i < count; i++) {
      Honest honest = Honest.PROGRAMS.get((place.number() + i) % count);
      if (hindrance(with.languages(), honest.language()).isEmpty()) {
        return honest;
      }
    }
    throw new NotRun("there is no image for the honest program that must be judged afterwards");
  }

  /**
   * Judges the honest program and adds what is wrong with that.
   *
   * @return why it was not judged, which does not undo what the attack has shown; empty = it was
   */
  private Optional<NotRun> afterwards(Honest honest, Place place, List<String> complaints)
      throws InterruptedException {
    try {
      SubmissionId id = submit(honest.request(drill.tier().code()), place, "honest");
      with.rows()
          .submitted(drill.id(), place, with.owner(), Optional.empty(), Optional.of(id.value()));
      complaints.addAll(honest.complaints(Seen.of(await(id, "the honest program after it"))));
      return Optional.empty();
    } catch (NotRun e) {
      return Optional.of(e);
    }
  }

  /**
   * The container goes in the background, so it may still be there for a moment.
   *
   * @return what could not be looked at
   */
  private String lookForRemains(SubmissionResult result, List<String> complaints)
      throws InterruptedException {
    Optional<String> container = result.sandbox().map(SandboxFacts::sandbox);
    if (container.isEmpty()) {
      return "it named no container, so nothing was looked for afterwards";
    }
    long end = System.nanoTime() + TIME_TO_CLEAN.toNanos();
    while (true) {
      Optional<Boolean> there = with.remains().isThere(result.worker(), container.get());
      if (there.isEmpty()) {
        return "its container was not looked for afterwards: this process can't see the engine of "
            + storable(result.worker());
      }
      if (!there.get()) {
        return "";
      }
      if (System.nanoTime() - end > 0) {
        complaints.add("its container is still there: " + container.get());
        return "";
      }
      Thread.sleep(LOOK_SOON);
    }
  }

  private void requireImage(String language) throws NotRun {
    Optional<String> hindrance = hindrance(with.languages(), language);
    if (hindrance.isPresent()) {
      throw new NotRun(hindrance.get());
    }
  }

  /** Why a language can't be used here; empty = it can. */
  static Optional<String> hindrance(Languages languages, String name) {
    Optional<Language> language = languages.find(name);
    if (language.isEmpty()) {
      return Optional.of("there is no language " + name + " here");
    }
    return switch (languages.readiness(language.get())) {
      case Languages.Readiness.Ready _ -> Optional.empty();
      case Languages.Readiness.NotReady(String reason) ->
          Optional.of("image missing (%s): %s".formatted(name, reason));
    };
  }

  private SubmissionId submit(ObjectNode body, Place place, String part)
      throws InterruptedException, NotRun {
    body.put("priority", "low");
    body.put("idempotencyKey", "drill %s %s %s".formatted(drill.id(), place.attack(), part));
    body.putObject("metadata").put("drill", drill.id().toString()).put("attack", place.attack());
    SubmissionRequest request;
    try {
      request = ofTheService(with.requests().read(body, drill.tenant()));
    } catch (DrillRequests.Refused e) {
      throw new NotRun("this installation refuses the request: " + e.getMessage());
    }
    while (true) {
      try {
        return with.intake().accept(drill.tenant(), request).submission().id();
      } catch (QueueFull full) {
        // Others come first; there is no hurry.
        Thread.sleep(full.retryAfter());
      } catch (IdempotencyConflict changed) {
        throw new NotRun("the attack was changed while the drill ran");
      }
    }
  }

  /** Lists of submissions are to show what people asked for. */
  private static SubmissionRequest ofTheService(SubmissionRequest asked) {
    return new SubmissionRequest(
        asked.language(),
        asked.sources(),
        asked.main(),
        asked.compileOptions(),
        asked.arguments(),
        asked.tests(),
        asked.limits(),
        asked.tier(),
        asked.priority(),
        asked.stopAtFirstFailure(),
        asked.mergeStderr(),
        asked.drainOutput(),
        asked.metadata(),
        asked.idempotencyKey(),
        asked.problem(),
        Optional.of(new Overrides(Optional.empty(), false)),
        asked.particulars());
  }

  private SubmissionResult await(SubmissionId id, String what) throws InterruptedException, NotRun {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the drill is stopped");
      }
      Optional<SubmissionStatus> status = with.submissions().await(drill.tenant(), id, LOOK_AGAIN);
      if (status.isEmpty()) {
        throw new NotRun(what + " was deleted");
      }
      Optional<SubmissionResult> result = status.get().result();
      if (result.isPresent()) {
        if (result.get().verdict() == Verdict.CANCELLED) {
          throw new NotRun(what + " was cancelled");
        }
        return result.get();
      }
    }
  }

  /** As PostgreSQL can hold it, and not longer than people read. */
  private static String storable(String text) {
    String cut = text.length() > LONGEST_COMPLAINT ? text.substring(0, LONGEST_COMPLAINT) : text;
    var kept = new StringBuilder();
    cut.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
