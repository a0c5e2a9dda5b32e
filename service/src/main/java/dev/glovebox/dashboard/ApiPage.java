package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;

/** The REST interface: what can be asked for, and the command that does. */
@Controller
@RunsIn(Role.API)
class ApiPage {

  /** Read when somebody asks for it first: starting is quicker without. */
  private final Supplier<List<ApiDocument.Group>> groups =
      SingletonSupplier.of(() -> ApiDocument.read().groups());

  @GetMapping(PATH + "/api")
  String show(Model model) {
    model.addAttribute("groups", groups.get());
    return "dashboard/api";
  }
}
