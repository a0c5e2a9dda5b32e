import java.util.function.Function;

class Main {
  static <T> T id(T t) {
    return t;
  }

  static <T> T pick(T a, T b) {
    return a;
  }

  public static void main(String[] arguments) {
    Object o = pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(pick(id(new int[0]), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")))), id(java.util.List.of("")));
    System.out.println("contained");
  }
}
