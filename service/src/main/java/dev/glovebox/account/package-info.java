/**
 * Who may do what: tenants, accounts of people, API keys and their scopes.
 *
 * <p>Tables: {@code tenant}, {@code account}, {@code api_key}, {@code account_session}, {@code
 * refusal}. Entry types: {@link dev.glovebox.account.ApiKeys} and, for people, {@link
 * dev.glovebox.account.Sessions}. Secrets are never stored, only hashes of them.
 */
@NullMarked
package dev.glovebox.account;

import org.jspecify.annotations.NullMarked;
