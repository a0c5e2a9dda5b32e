/**
 * The whole service from outside: a process of its own, a real database, the real engine, plain
 * HTTP.
 */
package dev.glovebox.journey;
