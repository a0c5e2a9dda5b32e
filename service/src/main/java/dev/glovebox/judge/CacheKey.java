package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the result of a compilation by everything it can depend on. Tenant and tier are part of it,
 * so that nobody can learn from a hit, and nothing compiled in one tier runs in another.
 *
 * @param hex SHA-256, hexadecimal
 */
record CacheKey(String hex) {

  /** To be raised when the format of the entries or the meaning of the key changes. */
  private static final int FORMAT = 3;

  static CacheKey of(
      Program program,
      SandboxFacts facts,
      Language.Compile compile,
      List<String> command,
      Map<String, String> environment,
      boolean recordOrder) {
    Digest digest = new Digest();
    digest.number(FORMAT);
    digest.text(program.tenant().toString());
    digest.text(program.language().id());
    digest.text(program.image());
    digest.text(facts.tier().code());
    digest.text(facts.seccompSha256());
    digest.texts(command);
    digest.number(environment.size());
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          digest.text(name);
          digest.text(value);
        });
    digest.texts(compile.results());
    // A problem may allow less than it takes.
    digest.text(compile.cpu().toString());
    digest.text(Long.toString(compile.memoryBytes()));
    List<SandboxFile> sources =
        program.layout().sources().stream()
            .sorted(Comparator.comparing(SandboxFile::path))
            .toList();
    digest.number(sources.size());
    for (SandboxFile source : sources) {
      digest.text(source.path());
      digest.number(source.executable() ? 1 : 0);
      digest.bytes(source.content());
    }
    if (recordOrder) {
      digest.text("order");
    }
    return new CacheKey(digest.hex());
  }

  /** Every part goes in with its length, so that no two lists of parts look the same. */
  private static final class Digest {

    private final MessageDigest sha;

    Digest() {
      try {
        this.sha = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    void number(int number) {
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    void bytes(byte[] bytes) {
      number(bytes.length);
      sha.update(bytes);
    }

    void text(String text) {
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void texts(List<String> texts) {
      number(texts.size());
      texts.forEach(this::text);
    }

    String hex() {
      return HexFormat.of().formatHex(sha.digest());
    }
  }
}
