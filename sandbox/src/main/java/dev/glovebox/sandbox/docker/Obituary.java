package dev.glovebox.sandbox.docker;

/**
 * What became of a container that went away.
 *
 * @param text for an error
 * @param outOfMemory whether the kernel ended a process of it for want of memory
 */
record Obituary(String text, boolean outOfMemory) {}
