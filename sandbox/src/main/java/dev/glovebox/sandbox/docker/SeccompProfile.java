package dev.glovebox.sandbox.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The system calls a sandbox may make, in Docker's profile format.
 *
 * @param name for people, such as {@code program}
 * @param json the profile, passed to the engine as it is
 * @param sha256 its hash, hexadecimal
 */
public record SeccompProfile(String name, String json, String sha256) {

  /** The profile with this text. */
  public static SeccompProfile of(String name, String json) {
    if (json.isBlank()) {
      throw new IllegalArgumentException("seccomp profile '" + name + "' is empty");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(json.getBytes(StandardCharsets.UTF_8));
      return new SeccompProfile(name, json, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The profile in this file, named after it without its extension. */
  public static SeccompProfile read(Path file) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    return of(dot > 0 ? fileName.substring(0, dot) : fileName, Files.readString(file));
  }
}
