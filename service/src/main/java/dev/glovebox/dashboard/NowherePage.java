package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Addresses that no other page has. */
@Controller
@RunsIn(Role.API)
class NowherePage {

  @RequestMapping(PATH + "/{first:(?!assets$|lib$).+}/**")
  void nowhere() {
    throw new NotThere();
  }
}
