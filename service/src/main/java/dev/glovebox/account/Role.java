package dev.glovebox.account;

import java.util.Locale;

/** What a person may do; each role may do what those before it may. */
enum Role {
  VIEWER,
  MEMBER,
  OPERATOR,
  ADMIN;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
