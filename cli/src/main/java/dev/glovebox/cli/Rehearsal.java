package dev.glovebox.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Some of everything that a service does all day. */
final class Rehearsal {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String PATH = "/api/v1/submissions";
  private static final String WAITING = PATH + "?wait=true";
  private static final byte[] PYTHON = bytes("print(int(input()) + 1)\n");
  private static final String CPP =
      "#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n + 1; } // ";

  private final Api service;

  Rehearsal(Api service) {
    this.service = service;
  }

  /** Waits until Python and C++ can be run, then sends submissions of every kind. */
  void play(int rounds) {
    awaitLanguage("python");
    awaitLanguage("cpp");
    for (int round = 0; round < rounds; round++) {
      one(round);
    }
    for (int compiled = 0; compiled < 3; compiled++) {
      post(program("cpp", "main.cpp", bytes(CPP + UUID.randomUUID())));
    }
  }

  private void one(int round) {
    SubmissionForm form = program("python", "main.py", PYTHON);
    if (round % 10 == 9) {
      form.test(bytes("1"), bytes("3"));
    }
    JsonNode judged = post(form);
    String id = judged.path("id").asString("");
    service.get(PATH + "/" + id, PATIENCE);
    if (round % 10 == 0) {
      service.get(PATH + "?limit=20", PATIENCE);
      service.get("/api/v1/languages", PATIENCE);
      service.postRaw(PATH, bytes("{\"language\": 1}"), PATIENCE);
      waitedForElsewhere();
    }
  }

  /** Several at once, some of which have to queue. */
  private void waitedForElsewhere() {
    var batch = JSON.createObjectNode();
    for (int i = 0; i < 4; i++) {
      batch.withArray("/submissions").add(program("python", "main.py", PYTHON).json());
    }
    List<String> ids =
        service
            .post(PATH + "/batch", batch, PATIENCE)
            .path("submissions")
            .valueStream()
            .map(submission -> submission.path("id").asString(""))
            .toList();
    for (String id : ids) {
      while (!service.get(PATH + "/" + id, PATIENCE).path("state").asString("").equals("done")) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private void awaitLanguage(String id) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!ready(id)) {
      if (System.nanoTime() > until) {
        throw new Failure(ExitStatus.UNAVAILABLE, "The language " + id + " is not ready.");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean ready(String id) {
    return service
        .get("/api/v1/languages", PATIENCE)
        .path("languages")
        .valueStream()
        .filter(language -> language.path("id").asString("").equals(id))
        .anyMatch(language -> language.path("ready").asBoolean(false));
  }

  private JsonNode post(SubmissionForm form) {
    return service.post(WAITING, form.json(), PATIENCE);
  }

  private static SubmissionForm program(String language, String file, byte[] source) {
    return new SubmissionForm(language).source(file, source).test(bytes("1"), bytes("2"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
