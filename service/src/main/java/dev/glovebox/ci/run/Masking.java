package dev.glovebox.ci.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What must not be seen of an attempt: its secrets in all their forms, and well-known tokens. */
final class Masking {

  private final Automaton values;

  /**
   * @param secrets as they are
   */
  Masking(List<byte[]> secrets) {
    this.values = new Automaton(SecretValues.forms(secrets));
  }

  /** A masker of one stream. */
  ByteSink of(ByteSink out) {
    return new ValueMasker(values, new PrefixMasker(out));
  }

  /** Masks a text that is whole. */
  String mask(String text) {
    var out = new ByteArrayOutputStream(text.length() + 16);
    ByteSink masker = of(out::write);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    masker.write(bytes, 0, bytes.length);
    masker.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
