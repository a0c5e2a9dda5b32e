package dev.glovebox.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogue folders for tests. */
final class CatalogueFixtures {

  static final String CPP =
      """
      id: cpp
      name: C++
      aliases: [c++, g++]
      extensions: [cpp, cc, cxx, c++]
      group: core
      version:
        command: [g++, -dumpfullversion]
        pattern: '(\\d+\\.\\d+\\.\\d+)'
      source: main.cpp
      compile:
        command: [g++, '{options}', -o, program, '{sources}']
        options:
          default: [-O2, -std=gnu++20]
          allowed: ['-O[0-3s]', '-std=(gnu|c)\\+\\+(11|14|17|20|23)']
          mandatory: [-pipe]
        results: [program]
        limits: {cpu: 30s, wall: 60s, memory: 2GiB, processes: 128, output: 1MiB, fileSize: 256MiB}
        environment: {}
      run:
        command: [/box/app/program]
        environment: {}
      limits: {memoryOverhead: 0MiB, processes: 64}
      """;

  static final String PYTHON =
      """
      id: python
      name: Python
      aliases: [python3, py3]
      extensions: [py]
      group: core
      version:
        command: [python3, --version]
        pattern: '(\\d+\\.\\d+\\.\\d+)'
      source: main.py
      check:
        command: [python3, -m, py_compile, '{sources}']
      run:
        command: [python3, '/box/app/{main}']
        environment: {PYTHONINTMAXSTRDIGITS: '0'}
      limits: {memoryOverhead: 4MiB, processes: 32}
      """;

  static final String JAVA =
      """
      id: java
      name: Java
      extensions: [java]
      group: core
      version: {command: [java, --version], pattern: '(\\d+)'}
      source: Main.java
      compile:
        command: [javac, -d, ., '{options}', '{sources}']
        options: {}
        results: ['**.class']
        limits: {cpu: 30s, wall: 60s, memory: 2GiB, processes: 128, output: 1MiB, fileSize: 256MiB}
      run:
        command: [java, '-Xmx{memoryMiB}m', -cp, /box/app, '{entry}']
      limits: {memoryOverhead: 64MiB, processes: 64}
      """;

  private CatalogueFixtures() {}

  static void write(Path directory, String id, String yaml) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(id));
    Files.writeString(folder.resolve("language.yaml"), yaml);
  }

  static Language read(Path directory, String id, String yaml) throws IOException {
    write(directory, id, yaml);
    return new LanguageFiles()
        .read(directory).stream()
            .filter(language -> language.id().equals(id))
            .findFirst()
            .orElseThrow();
  }
}
