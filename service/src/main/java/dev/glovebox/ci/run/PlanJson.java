package dev.glovebox.ci.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.ci.plan.ServicePlan;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** Plans and what goes with them, as they are stored: JSON of ASCII, which every column takes. */
final class PlanJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(NetworkPolicy.class, OfKind.class)
          .addMixIn(ServicePlan.Ready.class, OfKind.class)
          .addMixIn(RunSource.class, OfKind.class)
          .registerSubtypes(
              new NamedType(NetworkPolicy.None.class, "none"),
              new NamedType(NetworkPolicy.Services.class, "services"),
              new NamedType(NetworkPolicy.Allowlist.class, "allowlist"),
              new NamedType(NetworkPolicy.Full.class, "full"),
              new NamedType(ServicePlan.Ready.ByImage.class, "image"),
              new NamedType(ServicePlan.Ready.Tcp.class, "tcp"),
              new NamedType(ServicePlan.Ready.Http.class, "http"),
              new NamedType(ServicePlan.Ready.Command.class, "command"),
              new NamedType(RunSource.None.class, "none"),
              new NamedType(RunSource.Archive.class, "archive"),
              new NamedType(RunSource.Git.class, "git"))
          .build();

  private PlanJson() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface OfKind {}
}
