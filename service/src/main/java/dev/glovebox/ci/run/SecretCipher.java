package dev.glovebox.ci.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets with AES-256-GCM (NIST SP 800-38D). What is encrypted belongs to one name of one
 * project: a ciphertext that is moved elsewhere can't be decrypted. Thread-safe.
 */
final class SecretCipher {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeyFile file;
  private final SecureRandom random = new SecureRandom();

  SecretCipher(SecretKeyFile file) {
    this.file = file;
  }

  /**
   * @param keyId tells which key was used
   */
  record Sealed(String keyId, byte[] nonce, byte[] ciphertext) {}

  Sealed seal(UUID project, String name, String value) {
    byte[] key = key();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      return new Sealed(
          keyId(key),
          nonce,
          cipher(Cipher.ENCRYPT_MODE, key, nonce, project, name)
              .doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret can't be encrypted", e);
    }
  }

  /**
   * @throws IllegalStateException when it was encrypted with another key, or is not what it was
   */
  String open(UUID project, String name, Sealed sealed) {
    byte[] key = key();
    if (!keyId(key).equals(sealed.keyId())) {
      throw new IllegalStateException(
          "the secret %s was encrypted with another key than there is now".formatted(name));
    }
    try {
      byte[] value =
          cipher(Cipher.DECRYPT_MODE, key, sealed.nonce(), project, name)
              .doFinal(sealed.ciphertext());
      return new String(value, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the secret %s can't be decrypted".formatted(name), e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, UUID project, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((project + "/" + name).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private byte[] key() {
    try {
      return file.key();
    } catch (IOException e) {
      throw new UncheckedIOException("the key of secrets can't be had: " + e.getMessage(), e);
    }
  }

  private static String keyId(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
