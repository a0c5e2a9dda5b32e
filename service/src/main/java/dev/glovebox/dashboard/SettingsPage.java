package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.platform.EffectiveSettings;
import dev.glovebox.platform.EffectiveSettings.Setting;
import dev.glovebox.platform.Installation;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is set, where it comes from, and what runs. Read only. */
@Controller
@RunsIn(Role.API)
class SettingsPage {

  private static final int LONGEST_NAME = 100;

  private final EffectiveSettings settings;
  private final Installation installation;

  SettingsPage(EffectiveSettings settings, Installation installation) {
    this.settings = settings;
    this.installation = installation;
  }

  @GetMapping(PATH + "/settings")
  String show(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    var asked = new Asked(parameters);
    Optional<String> name = asked.text("name", LONGEST_NAME);
    boolean changed = asked.text("changed", 10).isPresent();
    List<Setting> all = settings.all();
    model.addAttribute("facts", installation.facts());
    model.addAttribute("unknown", settings.unknown(all));
    model.addAttribute("name", name);
    model.addAttribute("changed", changed);
    model.addAttribute(
        "settings",
        all.stream()
            .filter(one -> name.map(one.name()::contains).orElse(true))
            .filter(one -> !changed || one.source() != EffectiveSettings.Source.DEFAULT)
            .toList());
    model.addAttribute("curl", Curl.get("/api/v1/admin/settings"));
    return "dashboard/settings";
  }
}
