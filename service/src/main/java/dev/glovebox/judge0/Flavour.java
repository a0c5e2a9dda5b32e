package dev.glovebox.judge0;

/** Judge0 comes in two flavours, which differ in the languages that they know by number. */
enum Flavour {
  /** The usual one. */
  CE("languages.yaml", 0, ""),
  /** With other languages under the same numbers. */
  EXTRA("languages-extra.yaml", 1000, "-extra");

  private static final int MOST = 999;

  private final String file;
  private final int offset;
  private final String suffix;

  Flavour(String file, int offset, String suffix) {
    this.file = file;
    this.offset = offset;
    this.suffix = suffix;
  }

  /** Where its languages are. */
  String file() {
    return "judge0/" + file;
  }

  /** What its version ends with. */
  String suffix() {
    return suffix;
  }

  /** Under which a language is stored; 0 = of a number that no language has. */
  int key(int id) {
    return id < 1 || id > MOST ? 0 : offset + id;
  }

  /** The number by which clients know the language that is stored under a key. */
  static int id(int key) {
    return key % (MOST + 1);
  }
}
