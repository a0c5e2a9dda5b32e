package dev.glovebox.language;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The project's own languages with the images that the engine has. */
public final class ProjectLanguages implements Languages {

  private final LanguageNames names =
      new LanguageNames(new LanguageFiles().read(Path.of("../images")));
  private final ImageLookup images;

  public ProjectLanguages(ImageLookup images) {
    this.images = images;
  }

  @Override
  public List<Language> all() {
    return names.all();
  }

  @Override
  public Optional<Language> find(String name) {
    return names.find(name);
  }

  @Override
  public Readiness readiness(Language language) {
    return images
        .imageId(language.imageName())
        .<Readiness>map(image -> new Readiness.Ready(image, ""))
        .orElseGet(() -> new Readiness.NotReady("its image is not built"));
  }
}
