/**
 * The front door for clients of Piston (API v2): reads its requests, hands them to the native
 * service, writes its answers.
 *
 * <p>Has no tables and no way of its own to run anything. Entry type: {@link
 * dev.glovebox.piston.PistonController}. Shapes, messages, defaults and status codes are those of
 * Piston's public documentation and behaviour, version 3.1.1. Nothing else in the service may
 * depend on this package.
 */
@NullMarked
package dev.glovebox.piston;

import org.jspecify.annotations.NullMarked;
