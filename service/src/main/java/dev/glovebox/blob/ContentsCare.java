package dev.glovebox.blob;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes contents that no feature names any more. Several processes may do so at once. */
@Component
@RunsIn(Role.API)
class ContentsCare {

  private static final Logger log = LoggerFactory.getLogger(ContentsCare.class);

  private final BlobSweep contents;
  private final List<NamedBlobs> features;

  ContentsCare(BlobSweep contents, List<NamedBlobs> features) {
    this.contents = contents;
    this.features = List.copyOf(features);
  }

  @Scheduled(
      initialDelayString = "${glovebox.blobs.sweep:6h}",
      fixedDelayString = "${glovebox.blobs.sweep:6h}")
  void sweep() {
    try {
      int removed = contents.sweep(this::named);
      if (removed > 0) {
        log.info("Removed {} contents that nothing names any more", removed);
      }
    } catch (IOException e) {
      log.warn("Contents that nobody names can't be removed, the next try is in a while", e);
    }
  }

  private Set<String> named() {
    var named = new HashSet<String>();
    features.forEach(feature -> named.addAll(feature.named()));
    return named;
  }
}
