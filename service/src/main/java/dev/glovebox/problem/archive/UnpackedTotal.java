package dev.glovebox.problem.archive;

/** Bytes of all files of one archive. */
final class UnpackedTotal implements CountedInput.Allowance {

  private final ArchiveLimits limits;
  private final long packed;
  private long unpacked;

  UnpackedTotal(ArchiveLimits limits, long packed) {
    this.limits = limits;
    this.packed = packed;
  }

  @Override
  public void use(int bytes) throws BrokenArchive {
    unpacked += bytes;
    if (unpacked > limits.unpackedBytes()) {
      throw new BrokenArchive(
          "", "the files have more than %d bytes together".formatted(limits.unpackedBytes()));
    }
    if (unpacked > ArchiveLimits.FREE_BYTES && unpacked / limits.ratio() > packed) {
      throw new BrokenArchive(
          "", "the files are more than %d times the archive".formatted(limits.ratio()));
    }
  }
}
