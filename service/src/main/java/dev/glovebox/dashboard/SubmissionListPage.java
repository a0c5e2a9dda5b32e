package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of submissions. */
@Controller
@RunsIn(Role.API)
class SubmissionListPage {

  private final SubmissionLists lists;
  private final Languages languages;
  private final SavedViews views;

  SubmissionListPage(SubmissionLists lists, Languages languages, SavedViews views) {
    this.views = views;
    this.lists = lists;
    this.languages = languages;
  }

  /** Every list has one address: empty fields of the form are not in it. */
  @GetMapping(PATH + "/submissions")
  String list(
      @AuthenticationPrincipal Person person,
      @RequestParam MultiValueMap<String, String> parameters,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    SubmissionQuery query = SubmissionQuery.of(parameters);
    if (new Asked(parameters).untidy() && request.getHeader("HX-Request") == null) {
      return "redirect:" + query.url();
    }
    response.setHeader("HX-Push-Url", query.url());
    SubmissionLists.Page page = lists.page(query, person.onlyTenant());
    model.addAttribute("query", query);
    model.addAttribute("views", views.of(person, Optional.of(SavedViews.Listing.SUBMISSIONS)));
    model.addAttribute("page", page);
    page.next().ifPresent(mark -> model.addAttribute("next", query.after(mark).url()));
    model.addAttribute("states", SubmissionView.State.values());
    model.addAttribute("curl", Curl.get(query.api()));
    model.addAttribute("actions", OperationPage.Action.OF_SUBMISSIONS);
    model.addAttribute("fields", query.fields());
    model.addAttribute("verdicts", Verdict.values());
    model.addAttribute("languages", languages.all());
    model.addAttribute("tenants", person.onlyTenant().isPresent() ? List.of() : lists.tenants());
    return "dashboard/submissions";
  }
}
