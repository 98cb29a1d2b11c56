package org.batonha.sessions;

import io.undertow.conduits.AbstractFixedLengthStreamSinkConduit;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.channels.FixedLengthOverflowException;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Stands in the way of a response, and withholds its end: the last bytes, at most one pooled
 * buffer, and the mark that it is over. A response that fits into that is withheld whole, its head
 * included; so is the head of one without a body. Everything before the end goes its way at once.
 *
 * <p>Whoever writes the end is told that it is written, and one who would wait for it to be sent,
 * that it is: so no thread is held up. Nothing else is told to be complete before it is: then
 * Undertow would take the connection for its next request.
 *
 * <p>Thread-safe: the response's writer and whoever releases it meet here.
 */
final class Gate extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private static final long UNKNOWN = -1;

  private enum State {
    /** The end was not written yet. */
    PASSING,
    /** The end was written, and is withheld. */
    HELD,
    /** Nothing is withheld any more; what was, may be on its way. */
    OPEN,
    /** The response failed. */
    FAILED
  }

  private final HttpServerExchange exchange;
  private final Pledge pledge;
  private final boolean hasBody;
  private final Withheld withheld;
  private State state = State.PASSING;

  /** Bytes to come by the response's own count, {@link #UNKNOWN} when it has none. */
  private long remaining;

  private boolean begun;
  private boolean terminated;
  private boolean passedOn;
  private boolean resumed;
  private boolean excused;
  private boolean abandoned;

  /** All of it has left: the connection may have its next request. */
  private boolean finished;

  Gate(StreamSinkConduit next, HttpServerExchange exchange, Pledge pledge) {
    super(next);
    this.exchange = exchange;
    this.pledge = pledge;
    this.withheld = new Withheld(exchange.getConnection().getByteBufferPool());
    this.remaining = length(next, exchange);
    this.hasBody =
        remaining != 0
            && !exchange.getRequestMethod().equals(Methods.HEAD)
            && Connectors.isEntityBodyAllowed(exchange);
  }

  private static long length(StreamSinkConduit next, HttpServerExchange exchange) {
    if (next instanceof AbstractFixedLengthStreamSinkConduit fixed) {
      return fixed.getRemaining();
    }
    String header = exchange.getResponseHeaders().getFirst(Headers.CONTENT_LENGTH);
    if (header == null || exchange.getResponseHeaders().contains(Headers.TRANSFER_ENCODING)) {
      return UNKNOWN;
    }
    try {
      return Long.parseLong(header);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /** Returns whether the response was written to its end. */
  synchronized boolean isEnded() {
    return state != State.PASSING || terminated;
  }

  /** Returns whether somebody waits to be told that the end can be sent. */
  synchronized boolean isAwaited() {
    return resumed;
  }

  /** Who sends what was withheld, once it is released. */
  enum Sender {
    /** Nothing was withheld, or whoever waits for it has been woken. */
    SEEN_TO,
    /** Whoever wrote the end, and asks next whether it is flushed. */
    WRITER,
    /** Nobody: the writer was told that it is sent. */
    NOBODY
  }

  /** Lets the end go: what comes next is passed on, the withheld bytes first. */
  synchronized Sender release() {
    if (state == State.FAILED) {
      return Sender.SEEN_TO;
    }
    State before = state;
    state = State.OPEN;
    if (before != State.HELD) {
      return Sender.SEEN_TO;
    }
    if (resumed) {
      next.wakeupWrites();
      return Sender.SEEN_TO;
    }
    return abandoned ? Sender.NOBODY : Sender.WRITER;
  }

  /** Sends what was withheld; waits as long as the client takes it. Not in an I/O thread. */
  void drain() {
    try {
      while (!flush()) {
        next.awaitWritable();
      }
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /**
   * Fails the response: by an answer that says so, where nothing has left yet, else by breaking the
   * connection, so that nobody takes a part for the whole.
   *
   * @return whether there was such an answer
   */
  synchronized boolean fail() {
    boolean isWithheldWhole = !begun && (state == State.HELD || state == State.PASSING);
    state = State.FAILED;
    withheld.discard();
    Refusal.Sent sent = Refusal.send(exchange, next, isWithheldWhole);
    if (sent == Refusal.Sent.ANSWER_IN_STREAM) {
      // It ends as any answer does, when its last frame has left.
      state = State.OPEN;
      terminated = true;
      passedOn = true;
      begun = true;
    }
    return sent != Refusal.Sent.RESET;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return Math.toIntExact(write(new ByteBuffer[] {source}, 0, 1));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return write(sources, offset, length, false);
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    return Math.toIntExact(writeFinal(new ByteBuffer[] {source}, 0, 1));
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    return write(sources, offset, length, true);
  }

  private long write(ByteBuffer[] sources, int offset, int length, boolean last)
      throws IOException {
    long written;
    boolean ended;
    synchronized (this) {
      State before = state;
      written =
          state == State.PASSING
              ? pass(sources, offset, length, last)
              : writeWhenEnded(sources, offset, length, last);
      ended = before == State.PASSING && state == State.HELD;
    }
    if (ended) {
      pledge.responseEnded();
    }
    return written;
  }

  private long writeWhenEnded(ByteBuffer[] sources, int offset, int length, boolean last)
      throws IOException {
    if (state == State.FAILED) {
      throw new ClosedChannelException();
    }
    if (state == State.HELD) {
      if (!Buffers.hasRemaining(sources, offset, length)) {
        return 0;
      }
      throw new FixedLengthOverflowException();
    }
    if (!sendHeld()) {
      return 0;
    }
    begun = true;
    return last ? next.writeFinal(sources, offset, length) : next.write(sources, offset, length);
  }

  private long pass(ByteBuffer[] sources, int offset, int length, boolean last) throws IOException {
    long size = Buffers.remaining(sources, offset, length);
    boolean ends = last || size > 0 && remaining != UNKNOWN && size >= remaining;
    if (!pledge.withholds()) {
      return passOn(sources, offset, length, last, ends);
    }
    if (!hasBody) {
      return swallow(sources, offset, length, last);
    }
    if (!ends) {
      return passOn(sources, offset, length, false, false);
    }
    return withhold(sources, offset, length, last, size);
  }

  private long passOn(ByteBuffer[] sources, int offset, int length, boolean last, boolean ends)
      throws IOException {
    begun = true;
    long written =
        last ? next.writeFinal(sources, offset, length) : next.write(sources, offset, length);
    count(written);
    if (ends && !Buffers.hasRemaining(sources, offset, length)) {
      state = State.OPEN;
      terminated |= last;
      passedOn |= last;
    }
    return written;
  }

  /** Nothing of a body is sent; its head would be the whole answer. */
  private long swallow(ByteBuffer[] sources, int offset, int length, boolean last) {
    long size = Buffers.remaining(sources, offset, length);
    for (int i = offset; i < offset + length; i++) {
      sources[i].position(sources[i].limit());
    }
    if (last) {
      terminated = true;
      hold();
    }
    return size;
  }

  private void hold() {
    state = State.HELD;
    if (resumed) {
      next.suspendWrites(); // an I/O thread would ask all the time whether it can write
    }
  }

  private long withhold(ByteBuffer[] sources, int offset, int length, boolean last, long size)
      throws IOException {
    long wanted = remaining == UNKNOWN ? size : Math.min(size, remaining);
    long excess = wanted - withheld.room();
    if (excess > 0) {
      return passPart(sources, offset, length, excess);
    }
    long taken = withheld.take(sources, offset, length, wanted);
    count(taken);
    terminated |= last;
    hold();
    return taken;
  }

  private long passPart(ByteBuffer[] sources, int offset, int length, long most)
      throws IOException {
    begun = true;
    long written = 0;
    for (int i = offset; i < offset + length && written < most; i++) {
      ByteBuffer source = sources[i];
      int limit = source.limit();
      source.limit((int) Math.min(limit, source.position() + most - written));
      try {
        int size = source.remaining();
        int once = next.write(source);
        written += once;
        if (once < size) {
          break;
        }
      } finally {
        source.limit(limit);
      }
    }
    count(written);
    return written;
  }

  private void count(long written) {
    if (remaining != UNKNOWN) {
      remaining -= written;
    }
  }

  @Override
  public long transferFrom(FileChannel source, long position, long count) throws IOException {
    synchronized (this) {
      boolean ends = remaining != UNKNOWN && count >= remaining;
      if (state == State.PASSING && (!pledge.withholds() || hasBody && !ends)) {
        begun = true;
        long written = next.transferFrom(source, position, count);
        count(written);
        return written;
      }
      if (state == State.PASSING && hasBody) {
        long before = remaining - withheld.capacity();
        if (before > 0) {
          begun = true;
          long written = next.transferFrom(source, position, before);
          count(written);
          return written;
        }
      }
      if (state == State.OPEN && sendHeld()) {
        return next.transferFrom(source, position, count);
      }
    }
    return source.transferTo(position, count, new ConduitWritableByteChannel(this));
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through)
      throws IOException {
    return IoUtils.transfer(source, count, through, new ConduitWritableByteChannel(this));
  }

  @Override
  public void terminateWrites() throws IOException {
    synchronized (this) {
      if (terminated) {
        return;
      }
      terminated = true;
      if (state == State.PASSING && !pledge.withholds()) {
        state = State.OPEN;
      }
      if (state == State.OPEN) {
        terminateNext();
      }
      if (state != State.PASSING) {
        return;
      }
      hold();
    }
    pledge.responseEnded();
  }

  private void terminateNext() throws IOException {
    if (terminated && !passedOn && withheld.isEmpty()) {
      passedOn = true;
      next.terminateWrites();
    }
  }

  @Override
  public void truncateWrites() throws IOException {
    try {
      synchronized (this) {
        terminated = true;
        passedOn = true;
        state = State.OPEN;
        withheld.discard();
        next.truncateWrites();
      }
    } finally {
      pledge.responseTruncated();
    }
  }

  /** The exchange is over; what was withheld of it can go nowhere. */
  synchronized void exchangeEnded() {
    // Whoever is sending it gives it back.
    if (!withheld.isLeaving()) {
      withheld.discard();
      if (state == State.PASSING || state == State.HELD) {
        state = State.OPEN;
        terminated = true;
        passedOn = true;
      }
    }
  }

  @Override
  public synchronized boolean flush() throws IOException {
    return switch (state) {
      case PASSING -> hasBody || !pledge.withholds() ? next.flush() : true;
      case HELD -> flushHeld();
      case OPEN -> {
        if (finished) {
          yield true;
        }
        if (!sendHeld()) {
          yield false;
        }
        terminateNext();
        boolean flushed = next.flush();
        finished |= flushed && passedOn;
        yield flushed;
      }
      case FAILED -> throw new ClosedChannelException();
    };
  }

  private boolean flushHeld() {
    if (!terminated) {
      return true;
    }
    boolean enough = excused;
    excused = false;
    abandoned |= enough;
    return enough;
  }

  private boolean sendHeld() throws IOException {
    if (withheld.isEmpty()) {
      return true;
    }
    begun = true;
    if (!withheld.sendTo(next, terminated && !passedOn)) {
      return false;
    }
    passedOn |= terminated;
    return true;
  }

  @Override
  public void awaitWritable() throws IOException {
    if (!excuse()) {
      next.awaitWritable();
    }
  }

  @Override
  public void awaitWritable(long time, TimeUnit unit) throws IOException {
    if (!excuse()) {
      next.awaitWritable(time, unit);
    }
  }

  private synchronized boolean excuse() {
    if (state == State.HELD) {
      excused = true;
      return true;
    }
    return false;
  }

  @Override
  public void resumeWrites() {
    synchronized (this) {
      resumed = true;
      if (state != State.HELD) {
        if (!finished) {
          next.resumeWrites();
        }
        return;
      }
    }
    // A deployment whose sessions are not durable may have ended it before the request was.
    pledge.responseEnded();
  }

  @Override
  public synchronized void wakeupWrites() {
    resumed = true;
    if (state != State.HELD && !finished) {
      next.wakeupWrites();
    }
  }

  @Override
  public synchronized void suspendWrites() {
    resumed = false;
    if (!finished) {
      next.suspendWrites();
    }
  }

  @Override
  public synchronized boolean isWriteResumed() {
    return state == State.HELD ? resumed : next.isWriteResumed();
  }
}
