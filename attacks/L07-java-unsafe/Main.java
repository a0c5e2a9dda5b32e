import java.lang.reflect.Field;
import sun.misc.Unsafe;

public class Main {
  public static void main(String[] arguments) throws Exception {
    Field field = Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    ((Unsafe) field.get(null)).putLong(0L, 1L);
  }
}
