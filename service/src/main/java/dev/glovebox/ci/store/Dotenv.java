package dev.glovebox.ci.store;

import dev.glovebox.ci.plan.Variable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A report of variables for later jobs: {@code KEY=value}, one a line; no quotes, comments or
 * expansion, and the last of a key wins.
 */
public final class Dotenv {

  /** Largest file, in bytes. */
  public static final int LARGEST = 5 * 1024;

  /** Most variables of a file. */
  public static final int MOST = 50;

  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  private Dotenv() {}

  /** Why a file is none; the message says where, and never repeats what stands there. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  /**
   * The variables; a value is itself, whatever is in it.
   *
   * @throws Malformed when it breaks any rule: then none of it counts
   */
  public static List<Variable> read(byte[] file) throws Malformed {
    if (file.length > LARGEST) {
      throw new Malformed("it is larger than %d bytes".formatted(LARGEST));
    }
    Map<String, Variable> variables = new LinkedHashMap<>();
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        Variable variable = variable(line.strip(), number);
        variables.put(variable.key(), variable);
      }
    }
    if (variables.size() > MOST) {
      throw new Malformed("it has more than %d variables".formatted(MOST));
    }
    return new ArrayList<>(variables.values());
  }

  private static Variable variable(String line, int number) throws Malformed {
    int equals = line.indexOf('=');
    String key = equals < 0 ? "" : line.substring(0, equals).strip();
    if (!KEY.matcher(key).matches()) {
      throw new Malformed("line %d is not KEY=value".formatted(number));
    }
    String value = line.substring(equals + 1).strip();
    if (value.indexOf('\0') >= 0) {
      throw new Malformed("line %d has a NUL".formatted(number));
    }
    return new Variable(key, value, false, true, false);
  }

  private static String text(byte[] file) throws Malformed {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("it is not UTF-8");
    }
  }
}
