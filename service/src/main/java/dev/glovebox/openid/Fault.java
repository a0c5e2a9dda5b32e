package dev.glovebox.openid;

import java.util.Locale;

/** Why somebody was not signed in; says nothing that a stranger could use. */
public enum Fault {
  /** What was begun is not known: other browser, second time, or too late. */
  NOT_BEGUN("This sign-in was not begun here, has ended already, or took too long. Try again."),
  /** It can't be reached, or does not answer as it should. */
  PROVIDER_DOWN("The sign-in service can't be reached or does not work at the moment."),
  /** It knows the person, or does not, and said no. */
  PROVIDER_REFUSED("The sign-in service did not let you in."),
  /** Its answer fails a check: signature, issuer, audience, time, nonce. */
  NOT_BELIEVED("What the sign-in service answered can't be trusted. Tell your administrator."),
  /** Nobody here is linked with the identity, and newcomers are not taken. */
  NO_ACCOUNT("You have no account here. Ask an administrator for one."),
  /** None of its groups gives it a role. */
  NO_ROLE("You have no role here. Ask an administrator for one."),
  /** An administrator of this service has kept the person out. */
  DISABLED("Your account is disabled. Ask an administrator."),
  /** The name is another account's, or can't be one. */
  NAME("An account of your name can't be made here. Ask an administrator to link yours."),
  /** The provider takes the last administrator's role away. */
  LAST_ADMINISTRATOR("You are the only administrator, and your groups no longer make you one.");

  private final String message;

  Fault(String message) {
    this.message = message;
  }

  /** What people are told. */
  public String message() {
    return message;
  }

  /** For the audit log. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
