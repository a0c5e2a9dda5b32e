package dev.glovebox.attack;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.SharedGlovebox;

/**
 * Attacks a service: the one that the system properties of {@link DeployedService} name, otherwise
 * one started for the tests.
 */
final class DeployedAttackTest extends AttackSuite {

  @Override
  DeployedService service() {
    if (System.getProperty("glovebox.attack.uri") != null) {
      return DeployedService.ofSystemProperties();
    }
    GloveboxProcess service = SharedGlovebox.get();
    return new DeployedService.Named(
        service.uri(),
        service.apiKey(),
        java.util.List.of(dev.glovebox.sandbox.IsolationTier.CONTAINER));
  }
}
