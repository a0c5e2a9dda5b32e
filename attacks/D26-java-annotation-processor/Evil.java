import java.util.Set;
import javax.annotation.processing.*;
import javax.lang.model.element.TypeElement;

@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
  static {
    try {
      new java.io.File("/tmp/glovebox-pwned").createNewFile();
    } catch (java.io.IOException refused) {
      throw new IllegalStateException(refused);
    }
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    return false;
  }
}
