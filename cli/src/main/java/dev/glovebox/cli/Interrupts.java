package dev.glovebox.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ctrl-C and TERM as requests that may come more than once, in place of the end of this process.
 * The JDK offers that in {@code sun.misc.Signal} alone (module jdk.unsupported, there to stay until
 * something replaces it, JEP 260); a shutdown hook would hear of the first only.
 */
final class Interrupts {

  private Interrupts() {}

  /**
   * @param times is told how often it has been asked so far, from 1; on a thread of its own
   */
  static void handle(IntConsumer times) {
    var count = new AtomicInteger();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object told =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      int number = count.incrementAndGet();
                      Thread.ofVirtual().start(() -> times.accept(number));
                      yield null;
                    }
                    case "equals" ->
                        System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "interrupts";
                  });
      for (String name : new String[] {"INT", "TERM"}) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, told);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no signals", e);
    }
  }
}
