/**
 * Sandboxes as hardened containers of a Docker engine.
 *
 * <p>Reading order: {@link dev.glovebox.sandbox.docker.DockerSandboxes} (the pool), {@code
 * SandboxStarter} and {@code Hardening} (how a container comes to be and what it may do), {@code
 * DockerSandbox} (its life), {@code SupervisorLink}, {@code FrameReader}, {@code FrameWriter} and
 * {@code AttachStream} (the conversation with the supervisor inside, see {@code
 * supervisor/PROTOCOL.md}).
 *
 * <p>The only package that knows docker-java; none of its types leaves it.
 */
@NullMarked
package dev.glovebox.sandbox.docker;

import org.jspecify.annotations.NullMarked;
