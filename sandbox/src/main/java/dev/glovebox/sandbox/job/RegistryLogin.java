package dev.glovebox.sandbox.job;

/**
 * Who fetches from a registry.
 *
 * @param identityToken in place of a password, or blank
 * @param shared whether what is fetched with it is for all jobs
 */
public record RegistryLogin(String user, String password, String identityToken, boolean shared) {

  /** Says nothing of what is secret. */
  @Override
  public String toString() {
    return "RegistryLogin[user=" + user + "]";
  }
}
