package dev.glovebox.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The C++ compiler of the language image, without a sandbox.
 *
 * @param bare how to run it
 * @param root the unpacked image
 * @param command the catalogue's command with its default options
 */
record BareCompiler(Bare bare, Path root, List<String> command) {

  /** As in images/cpp/language.yaml. */
  private static final List<String> COMMAND =
      List.of(
          "/usr/bin/g++",
          "-fuse-ld=mold",
          "-pipe",
          "-O2",
          "-std=gnu++20",
          "-o",
          "program",
          "main.cpp",
          "-lm");

  static BareCompiler unpack(Workbench bench) {
    Path root = bench.bare().unpack("cpp");
    return new BareCompiler(bench.bare(), root, COMMAND);
  }

  List<Bare.Run> compile(byte[] source, int count) {
    try {
      Files.write(root.resolve("bench/main.cpp"), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bare.run(root, 1, count, Path.of("/dev/null"), command);
  }

  /** Runs what was compiled last. */
  List<Bare.Run> run(byte[] input, int count) {
    Path file = bare.home().resolve("input");
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bare.run(root, 1, count, file, List.of("/bench/program"));
  }
}
