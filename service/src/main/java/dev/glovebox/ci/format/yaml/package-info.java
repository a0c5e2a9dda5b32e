/**
 * YAML 1.1 as GitLab reads it, with the position of every value. Neither depth nor aliases can make
 * it large. Entry type: {@link dev.glovebox.ci.format.yaml.YamlReader}.
 */
@NullMarked
package dev.glovebox.ci.format.yaml;

import org.jspecify.annotations.NullMarked;
