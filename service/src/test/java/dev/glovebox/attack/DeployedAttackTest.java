package dev.glovebox.attack;

import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.SharedGlovebox;
import java.net.URI;
import java.util.List;

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
    return new ForTests(service.uri(), service.apiKey());
  }

  /**
   * All attacks on the tier container; on gVisor those on the kernel (B) and on what other runs
   * left (E). All of them on gVisor take twenty minutes: {@code glovebox.attack.tiers}.
   */
  private record ForTests(URI baseUri, String apiKey) implements DeployedService {

    @Override
    public List<IsolationTier> tiers() {
      return List.of(IsolationTier.CONTAINER, IsolationTier.GVISOR);
    }

    @Override
    public boolean wants(String attack, IsolationTier tier) {
      return switch (tier) {
        case CONTAINER -> true;
        case GVISOR -> attack.startsWith("B") || attack.startsWith("E");
      };
    }
  }
}
