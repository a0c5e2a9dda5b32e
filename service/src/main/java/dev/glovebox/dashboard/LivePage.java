package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.dashboard.LiveStreams.Topic;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What open pages are told, as server-sent events: whoever may see a page may follow it. */
@Controller
@RunsIn(Role.API)
class LivePage {

  private final LiveStreams streams;
  private final SubmissionLists submissionLists;
  private final SubmissionStore submissions;
  private final RunLists runLists;
  private final Runs runs;

  LivePage(
      LiveStreams streams,
      SubmissionLists submissionLists,
      SubmissionStore submissions,
      RunLists runLists,
      Runs runs) {
    this.streams = streams;
    this.submissionLists = submissionLists;
    this.submissions = submissions;
    this.runLists = runLists;
    this.runs = runs;
  }

  /** The overview and the queue show the service as a whole. */
  @GetMapping({PATH + "/overview/events", PATH + "/queue/events"})
  void service(
      @AuthenticationPrincipal Person person,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    streams.open(person, request, response, new Topic.Service());
  }

  @GetMapping(PATH + "/submissions/{id}/events")
  void submission(
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    UUID tenant = submissionLists.tenantOf(id, person.onlyTenant()).orElseThrow(NotThere::new);
    Topic.Told topic =
        changed -> submissions.follow(tenant, new SubmissionId(id), (_, _) -> changed.run())::close;
    streams.open(person, request, response, topic);
  }

  /** A run and each of its jobs. */
  @GetMapping(PATH + "/runs/{id}/events")
  void run(
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (runLists.tenantOfRun(id, person.onlyTenant()).isEmpty()) {
      throw new NotThere();
    }
    Topic.Told topic = changed -> runs.follow(id, changed)::close;
    streams.open(person, request, response, topic);
  }
}
