package dev.glovebox.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The front doors there are. */
@Component
public class Doors {

  private final List<Door> doors;

  Doors(ObjectProvider<Door> doors) {
    this.doors = doors.orderedStream().toList();
  }

  /** All of them. */
  public List<Door> all() {
    return doors;
  }

  /** The door that a request came to; also while an error of it is answered. */
  public Optional<Door> of(HttpServletRequest request) {
    return request.getAttribute(DoorFilter.DOOR) instanceof Door door
        ? Optional.of(door)
        : Optional.empty();
  }

  /** The door at whose port a request came in. */
  Optional<Door> atPort(int port) {
    return doors.stream()
        .filter(door -> door.port().isPresent() && door.port().getAsInt() == port)
        .findAny();
  }

  /** The door to whose path a request came. */
  Optional<Door> atPath(String path) {
    return doors.stream()
        .filter(door -> path.equals(door.path()) || path.startsWith(door.path() + "/"))
        .findAny();
  }
}
