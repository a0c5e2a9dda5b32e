package dev.glovebox.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the build of the images says about an image that is not there yet. It leaves one file per
 * language, {@code <id>.state}: a word (queued, building, ready or failed), then a reason.
 */
record ImageBuildStates(Optional<Path> directory) {

  private static final Logger log = LoggerFactory.getLogger(ImageBuildStates.class);
  private static final int LONGEST = 500;

  /** A sentence for people: why the image is missing. */
  String reason(String language) {
    String[] words = read(language).split("\\s+", 2);
    String rest = words.length > 1 ? ": " + words[1] : "";
    return switch (words[0]) {
      case "queued" -> "its image waits to be built" + rest;
      case "building" -> "its image is being built" + rest;
      case "failed" -> "its image could not be built" + rest;
      case "ready" -> "its image was built, but this engine does not have it";
      default -> "its image is not there; build/images builds it";
    };
  }

  private String read(String language) {
    if (directory.isEmpty()) {
      return "";
    }
    try {
      String text = Files.readString(directory.get().resolve(language + ".state")).strip();
      return text.substring(0, Math.min(text.length(), LONGEST));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      log.warn("state of the image of {} not readable: {}", language, e.toString());
      return "";
    }
  }
}
