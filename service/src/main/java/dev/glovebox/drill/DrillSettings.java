package dev.glovebox.drill;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the attacks are.
 *
 * @param directory one folder per attack, each with an {@code attack.yaml}
 */
@ConfigurationProperties("glovebox.drill")
record DrillSettings(@DefaultValue("attacks") Path directory) {}
