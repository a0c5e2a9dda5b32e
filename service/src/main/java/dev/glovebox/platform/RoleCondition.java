package dev.glovebox.platform;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides {@link RunsIn}. */
final class RoleCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    var attributes =
        Objects.requireNonNull(metadata.getAnnotationAttributes(RunsIn.class.getName()));
    return roles(context.getEnvironment()).contains((Role) attributes.get("value"));
  }

  static Set<Role> roles(Environment environment) {
    return Binder.get(environment)
        .bind("glovebox.roles", Bindable.setOf(Role.class))
        .orElseGet(() -> EnumSet.allOf(Role.class));
  }
}
