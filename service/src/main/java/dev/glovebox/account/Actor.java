package dev.glovebox.account;

import java.util.Optional;
import java.util.UUID;

/**
 * Who changes something, as the audit log names it.
 *
 * @param name of a person, or {@code key} and the name of an API key
 * @param account of a person; empty = an API key
 */
public record Actor(String name, Optional<UUID> account) {}
