package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the origin or the time of a log's bytes changes.
 *
 * @param place in the whole log
 */
record LogMark(long place, Origin origin, Instant at) {

  /** The origin's byte in the database; never changed. */
  static byte code(Origin origin) {
    return switch (origin) {
      case OUT -> 0;
      case ERR -> 1;
      case GLOVEBOX -> 2;
      case SERVICE -> 3;
    };
  }

  private static Origin origin(byte code) {
    return switch (code) {
      case 0 -> Origin.OUT;
      case 1 -> Origin.ERR;
      case 2 -> Origin.GLOVEBOX;
      default -> Origin.SERVICE;
    };
  }

  static List<LogMark> read(long start, byte[] marks) {
    List<LogMark> list = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(marks);
    while (in.hasRemaining()) {
      long place = start + in.getInt();
      Origin origin = origin(in.get());
      long micros = in.getLong();
      list.add(
          new LogMark(
              place,
              origin,
              Instant.ofEpochSecond(
                  Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L)));
    }
    return list;
  }
}
