import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Usage: {@code java -cp CLASSES:... GloveboxLaunch CLASSES SOURCE [ARGUMENT...]}.
 *
 * <p>Starts the class that is named after the main source file; where that has no main method, the first one that has. A program
 * may call its main object whatever it likes.
 */
public final class GloveboxLaunch {

  private GloveboxLaunch() {}

  public static void main(String[] arguments) throws Throwable {
    Path classes = Path.of(arguments[0]);
    for (String name : candidates(classes, base(arguments[1]))) {
      Method main = main(name);
      if (main != null) {
        try {
          main.invoke(null, (Object) Arrays.copyOfRange(arguments, 2, arguments.length));
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
        return;
      }
    }
    System.err.println("no class has a method public static void main(String[])");
    System.exit(1);
  }

  private static String base(String source) {
    String file = Path.of(source).getFileName().toString();
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static List<String> candidates(Path classes, String first) throws IOException {
    List<String> names = new ArrayList<>();
    names.add(first);
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  private static Method main(String name) {
    try {
      Method main = Class.forName(name, false, GloveboxLaunch.class.getClassLoader()).getMethod("main", String[].class);
      return Modifier.isStatic(main.getModifiers()) ? main : null;
    } catch (ClassNotFoundException | NoSuchMethodException | LinkageError e) {
      return null; // not this one
    }
  }
}
