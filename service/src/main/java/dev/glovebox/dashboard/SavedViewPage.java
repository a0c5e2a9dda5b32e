package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import dev.glovebox.dashboard.SavedViews.Came;
import dev.glovebox.dashboard.SavedViews.Listing;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Saved lists: made on the lists themselves, renamed and deleted on a page of their own. */
@Controller
@RunsIn(dev.glovebox.platform.Role.API)
class SavedViewPage {

  private static final String VIEWS = PATH + "/views";
  private static final String PAGE = "dashboard/views";
  private static final int LONGEST_NAME = 60;
  static final int LONGEST_QUERY = 4_000;

  private final SavedViews views;
  private final AuditLog audit;

  SavedViewPage(SavedViews views, AuditLog audit) {
    this.views = views;
    this.audit = audit;
  }

  @GetMapping(VIEWS)
  String all(@AuthenticationPrincipal Person person, Model model) {
    model.addAttribute("views", views.of(person, Optional.empty()));
    model.addAttribute("most", SavedViews.MOST);
    return PAGE;
  }

  /** What is saved is read first and written anew: only what these pages understand is kept. */
  @PostMapping(VIEWS)
  String save(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    var asked = new Asked(parameters);
    Listing list = asked.value("list", Listing::of).orElseThrow(() -> new Malformed("list"));
    String name = asked.required("name", LONGEST_NAME);
    String query = query(list, asked.text("query", LONGEST_QUERY).orElse(""));
    boolean shared = asked.value("shared", Boolean::valueOf).orElse(false);
    if (shared && !person.role().includes(Role.OPERATOR)) {
      throw new Malformed("shared");
    }
    String url = PATH + "/" + list.code() + (query.isEmpty() ? "" : "?" + query);
    Came came = views.save(person, list, name, query, shared);
    if (came == Came.DONE && shared) {
      audit.write(person.name(), "shared a view", name, url);
    }
    return answer(came, "redirect:" + url, person, response, model);
  }

  @PostMapping(VIEWS + "/{id}/name")
  String rename(
      @PathVariable UUID id,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    String name = new Asked(parameters).required("name", LONGEST_NAME);
    SavedViews.Renamed renamed =
        views.rename(person, id, name, person.role().includes(Role.OPERATOR));
    if (renamed.came() == Came.DONE && renamed.shared()) {
      audit.write(person.name(), "renamed a shared view", name, id.toString());
    }
    return answer(renamed.came(), "redirect:" + VIEWS, person, response, model);
  }

  @PostMapping(VIEWS + "/{id}/delete")
  String delete(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    SavedViews.Deleted deleted =
        views.delete(person, id, person.role().includes(Role.OPERATOR)).orElseThrow(NotThere::new);
    if (deleted.shared()) {
      audit.write(person.name(), "deleted a shared view", deleted.name(), id.toString());
    }
    return "redirect:" + VIEWS;
  }

  private String answer(
      Came came, String then, Person person, HttpServletResponse response, Model model) {
    Optional<String> fault =
        switch (came) {
          case DONE -> Optional.empty();
          case TAKEN -> Optional.of("You have a view of this name for this list.");
          case FULL ->
              Optional.of("You have %d views; delete one first.".formatted(SavedViews.MOST));
          case SHARED_FULL ->
              Optional.of(
                  "Your tenant shares %d views; delete one first."
                      .formatted(SavedViews.MOST_SHARED));
          case NOT_THERE -> throw new NotThere();
        };
    if (fault.isEmpty()) {
      return then;
    }
    response.setStatus(HttpStatus.CONFLICT.value());
    model.addAttribute("fault", fault.get());
    return all(person, model);
  }

  /**
   * What of an address is kept, encoded.
   *
   * @throws Malformed when it has no meaning, or more than {@link #LONGEST_QUERY} characters; it
   *     may be longer than what was asked for
   */
  static String query(Listing list, String asked) {
    String url = tidy(list, asked);
    int mark = url.indexOf('?');
    String query = mark < 0 ? "" : url.substring(mark + 1);
    if (query.length() > LONGEST_QUERY) {
      throw new Malformed("query");
    }
    return query;
  }

  private static String tidy(Listing list, String query) {
    MultiValueMap<String, String> parameters = parameters(query);
    return switch (list) {
      case SUBMISSIONS -> SubmissionQuery.of(parameters).first().url();
      case RUNS -> RunQuery.of(parameters).first().url();
      case PROBLEMS -> ProblemQuery.of(parameters).first().url();
    };
  }

  private static MultiValueMap<String, String> parameters(String query) {
    var decoded = new LinkedMultiValueMap<String, String>();
    try {
      UriComponentsBuilder.newInstance()
          .query(query)
          .build()
          .getQueryParams()
          .forEach((name, values) ->
              values.forEach(value ->
                  decoded.add(
                      name, value == null ? "" : UriUtils.decode(value, StandardCharsets.UTF_8))));
    } catch (IllegalArgumentException _) {
      throw new Malformed("query");
    }
    return decoded;
  }
}
