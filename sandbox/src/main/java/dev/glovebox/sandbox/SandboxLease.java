package dev.glovebox.sandbox;

/**
 * Who a sandbox is handed to.
 *
 * @param tenant whose program will run: a sandbox is never reused for another tenant
 * @param reuse whether a used, provably clean sandbox of the same tenant will do, and whether this
 *     one may be kept afterwards
 */
public record SandboxLease(String tenant, boolean reuse) {}
