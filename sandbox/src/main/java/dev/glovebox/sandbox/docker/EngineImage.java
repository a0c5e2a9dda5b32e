package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.JobImage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image as the engine has it.
 *
 * @param tags its names, ours included
 * @param digests its names by the digest of its manifest
 * @param tagged when it last got a name, {@link Instant#MIN} if the engine does not say
 */
record EngineImage(JobImage image, List<String> tags, List<String> digests, Instant tagged) {

  /** What the engine tells, or empty: it lacks what an image has. */
  static Optional<EngineImage> of(InspectImageResponse inspected) {
    String id = inspected.getId();
    ContainerConfig config = inspected.getConfig();
    if (id == null || config == null) {
      return Optional.empty();
    }
    List<String> digests = orEmpty(inspected.getRepoDigests());
    String user = config.getUser();
    Long size = inspected.getSize();
    return Optional.of(
        new EngineImage(
            new JobImage(
                id,
                digests.stream().map(name -> name.substring(name.indexOf('@') + 1)).findFirst(),
                inspected.getOs() + "/" + inspected.getArch(),
                size == null ? 0 : size,
                words(config.getEntrypoint()),
                words(config.getCmd()),
                user == null ? "" : user,
                ports(config.getExposedPorts()),
                config.getHealthcheck() != null),
            orEmpty(inspected.getRepoTags()),
            digests,
            tagged(inspected.getRawValues().get("Metadata"))));
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static List<String> words(String @Nullable [] words) {
    return words == null ? List.of() : List.of(words);
  }

  private static List<Integer> ports(ExposedPort @Nullable [] ports) {
    return ports == null
        ? List.of()
        : Arrays.stream(ports)
            .filter(port -> port.getProtocol() == InternetProtocol.TCP)
            .map(ExposedPort::getPort)
            .sorted()
            .toList();
  }

  private static Instant tagged(@Nullable Object metadata) {
    if (metadata instanceof Map<?, ?> map && map.get("LastTagTime") instanceof String time) {
      try {
        return OffsetDateTime.parse(time).toInstant();
      } catch (DateTimeParseException e) {
        return Instant.MIN;
      }
    }
    return Instant.MIN;
  }

  /** Without the name of its hash. */
  static String hex(String id) {
    return id.substring(id.indexOf(':') + 1);
  }

  boolean hasId(EngineImage other) {
    return image.id().equals(other.image.id());
  }

  /** Whether it was fetched for a job. */
  boolean isMarked() {
    return tags.stream().anyMatch(EngineImage::isMark);
  }

  private static boolean isMark(String tag) {
    return tag.startsWith(JobImages.MARK + ":");
  }

  /** Names that others than us gave it. */
  List<String> names() {
    return Stream.concat(tags.stream().filter(tag -> !isMark(tag)), digests.stream())
        .filter(name -> !name.startsWith(JobImages.MARK + "@"))
        .toList();
  }

  boolean hasNoNameBut(ImageName name) {
    return tags.stream()
        .flatMap(tag -> ImageName.parse(tag).stream())
        .map(ImageName::toString)
        .allMatch(name.toString()::equals);
  }

  /** Its names by digest in the repository of a name, which it has from there. */
  List<String> digestsOf(ImageName name) {
    return digests.stream()
        .filter(digest ->
            ImageName.parse(digest)
                .filter(parsed -> parsed.repository().equals(name.repository()))
                .isPresent())
        .toList();
  }

  String shownName() {
    return names().stream().findFirst().orElse(image.id());
  }
}
