package dev.glovebox.sandbox.docker;

/** Labels on everything we create at the engine. */
final class Labels {

  /** {@link #SANDBOX} or {@link #HOLDER}. */
  static final String ROLE = "dev.glovebox.role";

  /** Whose it is; survives a restart of the worker. */
  static final String WORKER = "dev.glovebox.worker";

  /** Which life of that worker made it. */
  static final String INSTANCE = "dev.glovebox.instance";

  /** Seconds since the epoch after which any worker may remove it. */
  static final String EXPIRES = "dev.glovebox.expires";

  /** Which attempt of a CI job it is for; what has this has no role. */
  static final String ATTEMPT = "dev.glovebox.attempt";

  static final String SANDBOX = "sandbox";
  static final String HOLDER = "holder";

  private Labels() {}
}
