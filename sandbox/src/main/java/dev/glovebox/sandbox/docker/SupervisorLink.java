package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.Collected;
import dev.glovebox.sandbox.Conversation;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with one supervisor. Frames are sent ahead: an install leaves together with the
 * run that follows it, and whether the end of a run was clean is read when the answer is needed,
 * not before the run's report is given back.
 *
 * <p>One thread holds the conversation; {@link #kill} and the watch may cut in from another.
 */
final class SupervisorLink implements Watch.Watched, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SupervisorLink.class);
  private static final long NO_DEADLINE = Long.MAX_VALUE;
  private static final int INPUT_PIECE = 60 << 10;
  private static final int ECANCELED = 125;
  private static final int BROKEN_OFF = -1;
  private static final String GONE = "the supervisor has gone away";
  private static final String OVERDUE =
      "the supervisor did not answer in time, its container was killed";

  /** How much input, at least, is expected to get through in a second. */
  private static final long INPUT_BYTES_PER_SECOND = 8L << 20;

  /** What the link needs from outside. */
  record Terms(Duration answer, Duration overdue, Duration kill, long fetchBytes) {}

  /** What the supervisor says of itself. */
  record Hello(int cgroupVersion, long uidBase, String kernel) {}

  private final AttachStream stream;
  private final Buffers buffers;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final Terms terms;
  private final Runnable onOverdue;
  private final FrameReader frame = new FrameReader();
  private final FrameWriter writer;
  private final ReentrantLock writing = new ReentrantLock();

  /** In {@link System#nanoTime} terms. */
  private final AtomicLong deadline = new AtomicLong(NO_DEADLINE);

  private volatile boolean overdue;
  private volatile boolean killed;
  private volatile boolean closed;

  /** The run in progress, 0 = none; changes under {@link #writing}. */
  private int current;

  private int lastRun;
  private int uncleanRun;
  private int installs;
  private boolean dirty;

  private SupervisorLink(
      AttachStream stream,
      ByteBuffer in,
      ByteBuffer out,
      Buffers buffers,
      Terms terms,
      Runnable onOverdue) {
    this.stream = stream;
    this.in = in;
    this.out = out;
    this.buffers = buffers;
    this.terms = terms;
    this.onOverdue = onOverdue;
    this.writer = new FrameWriter(out, stream::write);
  }

  /**
   * Attaches to a container that is not started yet.
   *
   * @param onOverdue ends the container; called by the watch when an answer doesn't come, must not
   *     wait
   */
  static SupervisorLink attach(
      EngineAddress engine, String container, Buffers buffers, Terms terms, Runnable onOverdue)
      throws IOException {
    ByteBuffer in = buffers.take();
    ByteBuffer out = buffers.take();
    try {
      AttachStream stream = AttachStream.open(engine, container, in);
      return new SupervisorLink(stream, in, out, buffers, terms, onOverdue);
    } catch (IOException | RuntimeException e) {
      buffers.give(in);
      buffers.give(out);
      throw e;
    }
  }

  /** Waits for the supervisor's greeting. */
  Hello greet(Duration within) {
    return guarded(
        within,
        () -> {
          awaitFrame();
          if (frame.type() != Frame.HELLO) {
            throw unexpected();
          }
          return readHello();
        });
  }

  /** Sends the files and the order to install them; the answer is read later. */
  void install(List<SandboxFile> files) {
    install(files, FrameWriter::install);
  }

  /** The same for the program of a peer. */
  void installPeer(List<SandboxFile> files) {
    install(files, FrameWriter::installPeer);
  }

  private void install(List<SandboxFile> files, Write order) {
    files.forEach(BoxPath::check);
    guarded(
        terms.answer(),
        () -> {
          writing.lock();
          try {
            for (SandboxFile file : files) {
              writer.stage(file);
            }
            order.to(writer);
          } finally {
            writing.unlock();
          }
          installs++;
          return null;
        });
  }

  /** Runs a command and reads until it has ended. */
  RunReport run(RunRequest request, RunOutput output) {
    RunFrame encoded = RunFrame.of(request);
    for (SandboxFile file : request.files()) {
      BoxPath.check(file);
    }
    Duration wall = request.limits().wall();
    Duration within =
        wall.plus(wall.dividedBy(10))
            .plus(terms.overdue())
            .plusSeconds(request.input().length / INPUT_BYTES_PER_SECOND);
    return guarded(within, () -> converse(encoded, output));
  }

  /** Runs a command that is spoken to and reads until it has ended. */
  RunReport converse(RunRequest request, Conversation conversation) {
    RunFrame encoded = RunFrame.live(request);
    request.files().forEach(BoxPath::check);
    Duration wall = request.limits().wall();
    Duration within =
        wall.plus(wall.dividedBy(10)).plus(terms.overdue()).plus(conversation.patience());
    return guarded(within, () -> follow(encoded, conversation));
  }

  private RunReport follow(RunFrame encoded, Conversation conversation) throws IOException {
    int id = ++lastRun;
    if (!send(id, encoded, Optional.empty())) {
      return notStarted();
    }
    conversation.begun(new Ear(id));
    return read(id, encoded, conversation, conversation::stdoutClosed, conversation::ended);
  }

  /** Passes on to one run what is said to it. */
  private final class Ear implements Conversation.Listener {

    private final int run;

    Ear(int run) {
      this.run = run;
    }

    @Override
    public void hear(byte[] buffer, int offset, int length) {
      int from = 0;
      while (from < length) {
        int start = offset + from;
        int piece = Math.min(INPUT_PIECE, length - from);
        say(writer -> writer.stdin(run, buffer, start, piece));
        from += piece;
      }
    }

    @Override
    public void hearTheEnd() {
      say(writer -> writer.stdin(run, new byte[0], 0, 0));
    }

    @Override
    public void stop() {
      say(writer -> writer.kill(run));
    }

    private void say(Write word) {
      writing.lock();
      try {
        if (current == run && !closed) {
          word.to(writer);
          writer.flush();
        }
      } catch (IOException e) {
        // The thread that reads sees the same broken stream and reports it.
        log.debug("what was said to run {} did not arrive", run, e);
      } finally {
        writing.unlock();
      }
    }
  }

  /** Runs a program and its peer and reads until both have ended. */
  Interaction.Report interact(Interaction interaction, Interaction.Output output) {
    RunFrame program = RunFrame.of(interaction.program());
    RunFrame peer = RunFrame.ofPeer(interaction);
    interaction.program().files().forEach(BoxPath::check);
    interaction.peer().files().forEach(BoxPath::check);
    Duration wall = interaction.program().limits().wall().plus(interaction.peer().limits().wall());
    Duration within = wall.plus(wall.dividedBy(10)).plus(terms.overdue());
    return guarded(within, () -> listen(program, peer, output));
  }

  private Interaction.Report listen(RunFrame program, RunFrame peer, Interaction.Output output)
      throws IOException {
    int id = ++lastRun;
    if (!send(id, program, Optional.of(peer))) {
      return new Interaction.Report(notStarted(), notStarted(), Interaction.First.NONE);
    }
    Optional<RunReport> ended = Optional.empty();
    Optional<ByteArrayOutputStream> said =
        peer.transcriptBytes() > 0 ? Optional.of(new ByteArrayOutputStream()) : Optional.empty();
    while (true) {
      awaitFrame();
      switch (frame.type()) {
        case Frame.CLEAN -> readClean();
        case Frame.INSTALLED -> readInstalled();
        case Frame.OUT -> pass(id, output, said, peer.transcriptBytes());
        case Frame.PEER_DONE -> ended = Optional.of(DoneFrame.read(frame, id));
        case Frame.DONE -> {
          RunReport last = ended.orElseThrow(() -> FrameReader.malformed("a pair without a peer"));
          Interaction.Report report =
              DoneFrame.read(last, said.map(ByteArrayOutputStream::toByteArray), frame, id);
          ended(id);
          Collect collect = peer.request().collect();
          return collect.isNothing()
              ? report
              : new Interaction.Report(
                  report.program(),
                  last.with(readFiles(collect.mostBytes())),
                  report.first(),
                  report.transcript());
        }
        default -> throw unexpected();
      }
    }
  }

  private void pass(
      int id, Interaction.Output output, Optional<ByteArrayOutputStream> said, int mostSaid) {
    int run = frame.u32();
    int which = frame.u8();
    if (run != id || uncleanRun != 0 || installs != 0) {
      throw FrameReader.malformed("output of run " + run + " at the wrong time");
    }
    switch (which) {
      case 2 -> output.program(frame.buffer(), frame.position(), frame.remaining());
      case 3 -> {
        ByteArrayOutputStream text =
            said.orElseThrow(() -> FrameReader.malformed("a transcript that nobody asked for"));
        if (frame.remaining() > mostSaid - text.size()) {
          throw FrameReader.malformed("a transcript that is too long");
        }
        text.write(frame.buffer(), frame.position(), frame.remaining());
      }
      case 4 -> output.peer(frame.buffer(), frame.position(), frame.remaining());
      default -> throw FrameReader.malformed("output stream " + which);
    }
  }

  private RunReport converse(RunFrame encoded, RunOutput output) throws IOException {
    int id = ++lastRun;
    if (!send(id, encoded, Optional.empty())) {
      return notStarted();
    }
    if (encoded.input() == RunFrame.Input.STREAMED) {
      byte[] input = encoded.request().input();
      Thread.ofVirtual().name("glovebox-input").start(() -> feed(id, input));
    }
    return read(id, encoded, output, () -> {}, _ -> {});
  }

  private RunReport read(
      int id, RunFrame encoded, RunOutput output, Runnable closed, Consumer<RunReport> ended)
      throws IOException {
    while (true) {
      awaitFrame();
      switch (frame.type()) {
        case Frame.CLEAN -> readClean();
        case Frame.INSTALLED -> readInstalled();
        case Frame.OUT -> pass(id, output);
        case Frame.STDOUT_CLOSED -> {
          readClosed(id, encoded);
          closed.run();
        }
        case Frame.DONE -> {
          RunReport report = finish(id);
          ended.accept(report);
          Collect collect = encoded.request().collect();
          return collect.isNothing() ? report : report.with(readFiles(collect.mostBytes()));
        }
        default -> throw unexpected();
      }
    }
  }

  private boolean send(int id, RunFrame encoded, Optional<RunFrame> peer) throws IOException {
    writing.lock();
    try {
      if (killed) {
        return false;
      }
      if (peer.isPresent()) {
        stage(peer.get());
        writer.peer(id, peer.get());
      }
      stage(encoded);
      writer.run(id, encoded);
      current = id;
      writer.flush();
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void stage(RunFrame run) throws IOException {
    for (SandboxFile file : run.request().files()) {
      writer.stage(file);
    }
  }

  private static RunReport notStarted() {
    return new RunReport(
        new End.NotStarted(ECANCELED, "killed before it started"),
        Optional.of(Stop.KILLED),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** Sends a long input while the other thread reads; stops when the run has ended. */
  private void feed(int id, byte[] input) {
    try {
      int from = 0;
      boolean end = false;
      while (!end) {
        int length = Math.min(INPUT_PIECE, input.length - from);
        end = length == 0;
        writing.lock();
        try {
          if (current != id || closed) {
            return;
          }
          writer.stdin(id, input, from, length);
          writer.flush();
        } finally {
          writing.unlock();
        }
        from += length;
      }
    } catch (IOException e) {
      // The reading thread sees the same broken stream and reports it.
      log.debug("input of run {} broke off", id, e);
    }
  }

  private void pass(int id, RunOutput output) {
    int run = frame.u32();
    int which = frame.u8();
    if (run != id || uncleanRun != 0 || installs != 0) {
      throw FrameReader.malformed("output of run " + run + " at the wrong time");
    }
    switch (which) {
      case 1 -> output.stdout(frame.buffer(), frame.position(), frame.remaining());
      case 2 -> output.stderr(frame.buffer(), frame.position(), frame.remaining());
      default -> throw FrameReader.malformed("output stream " + which);
    }
  }

  private void readClosed(int id, RunFrame encoded) {
    int run = frame.u32();
    boolean followed =
        switch (encoded.input()) {
          case STREAMED, LIVE -> true;
          case NONE, INLINE -> false;
        };
    if (!followed || run != id || uncleanRun != 0 || installs != 0) {
      throw FrameReader.malformed("the output of run " + run + " closed at the wrong time");
    }
  }

  private RunReport finish(int id) {
    RunReport report = DoneFrame.read(frame, id);
    ended(id);
    return report;
  }

  private void ended(int id) {
    if (uncleanRun != 0 || installs != 0) {
      throw FrameReader.malformed("the end of run " + id + " before what came first");
    }
    uncleanRun = id;
    writing.lock();
    try {
      current = 0;
    } finally {
      writing.unlock();
    }
  }

  /** The files under {@code /box/app}. */
  List<SandboxFile> fetch() {
    return guarded(
        terms.answer(),
        () -> {
          flush(FrameWriter::fetch);
          awaitQuiet();
          return readFiles(terms.fetchBytes()).files();
        });
  }

  /**
   * Reads all answers that are still to come.
   *
   * @return whether the last run's end was clean
   */
  boolean settle() {
    return guarded(
        terms.answer(),
        () -> {
          flush(_ -> {});
          while (uncleanRun != 0 || installs != 0) {
            awaitFrame();
            switch (frame.type()) {
              case Frame.CLEAN -> readClean();
              case Frame.INSTALLED -> readInstalled();
              default -> throw unexpected();
            }
          }
          return !dirty;
        });
  }

  /** Ends the run in progress and those to come; if that takes too long, the container. */
  void kill() {
    killed = true;
    long by = System.nanoTime() + terms.kill().toNanos();
    deadline.accumulateAndGet(by, (set, ours) -> set == NO_DEADLINE ? set : Math.min(set, ours));
    writing.lock();
    try {
      if (current != 0 && !closed) {
        writer.kill(current);
        writer.flush();
      }
    } catch (IOException e) {
      // The thread that runs sees the same broken stream and reports it.
      log.debug("a sandbox could not be told to stop its run", e);
    } finally {
      writing.unlock();
    }
  }

  /** Whether the supervisor is there and silent, as it must be when it has nothing to do. */
  boolean idle() {
    try {
      return !closed && stream.poll(frame) && frame.isEmpty();
    } catch (IOException e) {
      log.debug("the stream of an idle sandbox broke", e);
      return false;
    }
  }

  boolean killed() {
    return killed;
  }

  @Override
  public void check(long now) {
    long set = deadline.get();
    if (set != NO_DEADLINE && now - set > 0 && deadline.compareAndSet(set, NO_DEADLINE)) {
      overdue = true;
      onOverdue.run();
      hangUp();
    }
  }

  /** Hangs up; called by the thread that holds the conversation. */
  @Override
  public void close() {
    hangUp();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        buffers.give(out);
        buffers.give(in);
      }
    } finally {
      writing.unlock();
    }
  }

  private void hangUp() {
    try {
      stream.close();
    } catch (IOException e) {
      log.debug("hanging up on a supervisor failed", e);
    }
  }

  private interface Talk<T extends @Nullable Object> {
    T talk() throws IOException;
  }

  private <T extends @Nullable Object> T guarded(Duration within, Talk<T> talk) {
    if (closed) {
      throw new SandboxException(Kind.LOST, "the sandbox is closed");
    }
    long set = System.nanoTime() + within.toNanos();
    deadline.set(set == NO_DEADLINE ? set - 1 : set);
    try {
      return talk.talk();
    } catch (IOException e) {
      throw lost(e);
    } finally {
      deadline.set(NO_DEADLINE);
    }
  }

  private SandboxException lost(IOException cause) {
    return overdue
        ? new SandboxException(Kind.OVERDUE, OVERDUE, cause)
        : new SandboxException(Kind.LOST, GONE, cause);
  }

  private SandboxException lost() {
    return overdue
        ? new SandboxException(Kind.OVERDUE, OVERDUE)
        : new SandboxException(Kind.LOST, GONE);
  }

  private interface Write {
    void to(FrameWriter writer) throws IOException;
  }

  private void flush(Write write) throws IOException {
    writing.lock();
    try {
      write.to(writer);
      writer.flush();
    } finally {
      writing.unlock();
    }
  }

  private void awaitFrame() throws IOException {
    while (!frame.next()) {
      if (!stream.receive(frame)) {
        throw lost();
      }
    }
    if (frame.type() == Frame.FAULT) {
      String what = Escaped.of(frame.text(frame.remaining()));
      throw new SandboxException(Kind.PROTOCOL, "the supervisor gave up: " + what);
    }
  }

  private void awaitQuiet() throws IOException {
    while (uncleanRun != 0 || installs != 0) {
      awaitFrame();
      switch (frame.type()) {
        case Frame.CLEAN -> readClean();
        case Frame.INSTALLED -> readInstalled();
        default -> throw unexpected();
      }
    }
  }

  private void readClean() {
    int run = frame.u32();
    boolean ok = frame.u8() == 1;
    if (run != uncleanRun) {
      throw FrameReader.malformed("run " + run + " is clean, but run " + uncleanRun + " was asked");
    }
    uncleanRun = 0;
    if (!ok) {
      dirty = true;
      throw new SandboxException(
          Kind.LOST,
          "a sandbox could not be cleaned: " + Escaped.of(frame.text(frame.remaining())));
    }
  }

  private void readInstalled() {
    if (installs == 0 || uncleanRun != 0) {
      throw FrameReader.malformed("an answer to an install at the wrong time");
    }
    installs--;
  }

  private Hello readHello() {
    long version = 0;
    long cgroup = 0;
    long uidBase = 0;
    String kernel = "";
    while (frame.remaining() > 0) {
      int tag = frame.u16();
      int length = frame.u32();
      switch (tag) {
        case 1 -> version = frame.number(length);
        case 2 -> cgroup = frame.number(length);
        case 3 -> uidBase = frame.number(length);
        case 5 -> kernel = Escaped.of(frame.text(length));
        default -> frame.skip(length);
      }
    }
    if (version != Frame.VERSION) {
      throw new SandboxException(
          Kind.PROTOCOL,
          "the supervisor in the image speaks version %d, version %d is needed: rebuild the image"
              .formatted(version, Frame.VERSION));
    }
    return new Hello((int) cgroup, uidBase, kernel);
  }

  private Collected readFiles(long most) throws IOException {
    List<SandboxFile> files = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    String path = "";
    boolean executable = false;
    boolean open = false;
    long total = 0;
    while (true) {
      awaitFrame();
      boolean end = frame.type() == Frame.FILES_END;
      if (!end && frame.type() != Frame.FILE) {
        throw unexpected();
      }
      int flags = end ? 0 : frame.u8();
      String next = end ? "" : frame.text(frame.u16());
      if ((flags & Frame.LEFT_OUT) != 0) {
        leftOut.add(next);
        continue;
      }
      boolean append = (flags & Frame.APPEND) != 0;
      if (append && !(open && next.equals(path))) {
        throw FrameReader.malformed("a piece of a file that was not begun");
      }
      if (!append) {
        if (open) {
          files.add(new SandboxFile(path, content.toByteArray(), executable));
        }
        content.reset();
        path = next;
        executable = (flags & Frame.EXECUTABLE) != 0;
        open = true;
      }
      if (end) {
        return filesEnd(files, leftOut, total);
      }
      total += frame.remaining();
      if (total > most) {
        throw new SandboxException(
            Kind.TOO_LARGE, "the files in the sandbox are more than %d bytes".formatted(most));
      }
      content.write(frame.buffer(), frame.position(), frame.remaining());
    }
  }

  private Collected filesEnd(List<SandboxFile> files, List<String> names, long total) {
    int count = frame.u32();
    long bytes = frame.u64();
    long leftOut = Integer.toUnsignedLong(frame.u32());
    if (count == BROKEN_OFF) {
      return new Collected(files, leftOut, names, false);
    }
    if (count != files.size() || bytes != total) {
      throw FrameReader.malformed("files that don't add up");
    }
    return new Collected(files, leftOut, names, true);
  }

  private SandboxException unexpected() {
    return FrameReader.malformed("frame 0x%02x at the wrong time".formatted(frame.type()));
  }
}
