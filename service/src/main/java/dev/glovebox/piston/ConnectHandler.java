package dev.glovebox.piston;

import dev.glovebox.account.Caller;
import dev.glovebox.api.RateLimits;
import dev.glovebox.live.LiveRuns;
import dev.glovebox.piston.JobReader.Job;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.Verdict;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Piston's conversations with running programs: messages in, messages out, close codes. */
@Component
@RunsIn(Role.API)
class ConnectHandler extends TextWebSocketHandler {

  private static final Logger log = LoggerFactory.getLogger(ConnectHandler.class);
  private static final String CONNECTION = "glovebox.connection";

  /** Longest message, in characters. */
  private static final int LONGEST = 4 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .maxStringLength(LONGEST)
                          .build())
                  .build())
          .build();

  private final JobReader jobs;
  private final SubmissionIntake intake;
  private final RateLimits rates;
  private final SubmissionStore submissions;
  private final Optional<LiveRuns> live;
  private final PistonProperties properties;

  ConnectHandler(
      JobReader jobs,
      SubmissionIntake intake,
      RateLimits rates,
      SubmissionStore submissions,
      ObjectProvider<LiveRuns> live,
      PistonProperties properties) {
    this.jobs = jobs;
    this.intake = intake;
    this.rates = rates;
    this.submissions = submissions;
    this.live = Optional.ofNullable(live.getIfAvailable());
    this.properties = properties;
  }

  @Override
  public boolean supportsPartialMessages() {
    return true;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    if (session.getPrincipal() instanceof Authentication known
        && known.getPrincipal() instanceof Caller caller) {
      Connection connection = new Connection(session, caller);
      session.getAttributes().put(CONNECTION, connection);
      connection.expectInit();
    }
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message) {
    Connection connection = connection(session);
    if (!connection.collect(message.getPayload(), LONGEST)) {
      connection.fail("a message can have at most %d characters".formatted(LONGEST));
      return;
    }
    if (!message.isLast()) {
      return;
    }
    try {
      handle(connection, connection.collected());
    } catch (JacksonException e) {
      connection.fail("not JSON: " + e.getOriginalMessage());
    } catch (PistonRefused e) {
      connection.fail(e.text());
    } catch (QueueFull e) {
      rates.refused(connection.caller().tenant(), e);
      connection.fail(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("a conversation failed", e);
      connection.fail("Internal Server Error");
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    if (session.getAttributes().get(CONNECTION) instanceof Connection connection) {
      connection.job().ifPresent(job -> drop(connection, job));
    }
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable error) {
    log.debug("a client of a conversation is gone: {}", error.toString());
  }

  private static Connection connection(WebSocketSession session) {
    if (session.getAttributes().get(CONNECTION) instanceof Connection connection) {
      return connection;
    }
    throw new IllegalStateException("only known callers get here");
  }

  private void handle(Connection connection, String text) {
    JsonNode message = JSON.readTree(text);
    if (!(message instanceof ObjectNode object)) {
      throw PistonRefused.invalid("a message must be a JSON object");
    }
    switch (object.path("type").asString("")) {
      case "init" -> init(connection, object);
      case "data" -> data(connection, object);
      case "signal" -> signal(connection, object);
      default -> {
        // The original passes over what it does not know.
      }
    }
  }

  private void init(Connection connection, ObjectNode message) {
    if (connection.job().isPresent()) {
      connection.close(4000, "Already Initialized");
      return;
    }
    LiveRuns runs =
        live.orElseThrow(() ->
            PistonRefused.invalid(
                "no programs run in this process: connect to one that has the role worker"));
    UUID id = UUID.randomUUID();
    Job job = jobs.readLive(message, id);
    LiveSession talk = connection.begin();
    talk.runtime(job.runtime());
    runs.expect(id, talk);
    SubmissionId submission;
    try {
      rates.submit(connection.caller().tenant(), 1);
      submission = intake.accept(connection.caller().tenant(), job.request()).submission().id();
    } catch (RuntimeException e) {
      runs.forget(id);
      throw e;
    }
    connection.submitted(new Connection.Submitted(id, submission));
    Thread.ofVirtual()
        .name("piston-connect")
        .start(() -> awaitEnd(connection, talk, job, submission));
  }

  private static void data(Connection connection, ObjectNode message) {
    Optional<LiveSession> talk = connection.talk();
    if (talk.isEmpty()) {
      connection.close(4003, "Not yet initialized");
    } else if (!message.path("stream").asString("").equals("stdin")) {
      connection.close(4004, "Can only write to stdin");
    } else if (!message.path("data").isString()) {
      throw PistonRefused.invalid("data is required as a string");
    } else {
      talk.get().say(message.path("data").asString());
    }
  }

  private static void signal(Connection connection, ObjectNode message) {
    Optional<LiveSession> talk = connection.talk();
    if (talk.isEmpty()) {
      connection.close(4003, "Not yet initialized");
      return;
    }
    String name = message.path("signal").asString("");
    if (SignalNames.number(name).isEmpty()) {
      connection.close(4005, "Invalid signal");
    } else if (SignalNames.ends(SignalNames.number(name).getAsInt())) {
      talk.get().kill();
    }
  }

  private void awaitEnd(Connection connection, LiveSession talk, Job job, SubmissionId id) {
    try {
      Optional<SubmissionResult> result =
          submissions
              .await(connection.caller().tenant(), id, properties.maxWait())
              .flatMap(SubmissionStatus::result);
      if (result.isEmpty()) {
        connection.fail("the job has waited too long for its turn");
      } else if (result.get().verdict() == Verdict.INTERNAL_ERROR) {
        connection.fail("Internal Server Error");
      } else {
        talk.ended(result.get(), job.runtime().ours().compile().isPresent());
        connection.close(4999, "Job Completed");
      }
    } catch (RuntimeException e) {
      log.error("the end of a conversation was not seen", e);
      connection.fail("Internal Server Error");
    }
  }

  /** Nobody is there any more to talk with the program. */
  private void drop(Connection connection, Connection.Submitted job) {
    live.ifPresent(runs -> runs.forget(job.live()));
    try {
      boolean _ = intake.cancel(connection.caller().tenant(), job.submission());
    } catch (RuntimeException e) {
      log.warn("a program that nobody talks with runs on to its limits", e);
    }
  }
}
