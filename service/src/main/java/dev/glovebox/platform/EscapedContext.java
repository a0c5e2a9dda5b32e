package dev.glovebox.platform;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import java.util.TreeMap;

/** What the event is about: the logging context as {@code key=value}, in the order of the keys. */
public final class EscapedContext extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    Map<String, String> context = event.getMDCPropertyMap();
    if (context.isEmpty()) {
      return "";
    }
    var text = new StringBuilder(64);
    new TreeMap<>(context)
        .forEach((key, value) ->
            text.append(' ').append(key).append('=').append(LogEscapes.escape(value)));
    return text.toString();
  }
}
