/**
 * Sign-in by an OpenID provider: OpenID Connect Core 1.0, the authorization code flow with PKCE.
 *
 * <p>Table: {@code openid_attempt}. Entry type: {@link dev.glovebox.openid.OpenIdSignIn}. What the
 * provider says of somebody is checked here; who that is and what it may do is decided by {@link
 * dev.glovebox.account.Identities}. No token is stored.
 */
@NullMarked
package dev.glovebox.openid;

import org.jspecify.annotations.NullMarked;
