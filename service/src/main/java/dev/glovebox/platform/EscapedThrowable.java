package dev.glovebox.platform;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The stack trace of a log event on the event's own line. */
public final class EscapedThrowable extends ThrowableProxyConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String trace = super.convert(event);
    return trace.isEmpty() ? "" : " | " + LogEscapes.escape(trace.strip());
  }
}
