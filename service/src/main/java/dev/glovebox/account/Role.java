package dev.glovebox.account;

import java.util.Locale;

/** What a person may do; each role may do what those before it may. */
public enum Role {
  /** Reads what is of the own tenant. */
  VIEWER,
  /** Submits for the own tenant. */
  MEMBER,
  /** Sees all tenants and keeps the service running. */
  OPERATOR,
  /** Everything, accounts and keys included. */
  ADMIN;

  /** The name in the database and on pages. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether whoever has this role may do what that one may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** The role with this {@link #code()}. */
  public static Role of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
