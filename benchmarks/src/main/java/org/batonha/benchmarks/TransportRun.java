package org.batonha.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/**
 * Measures one subject: all nodes in this process, over loopback. What MPerf does (everybody sends
 * to all) and what UPerf does (a request and its answer), bounded by time instead of by number.
 */
final class TransportRun {
  private static final int[] SIZES = {1_000, 8_000};
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long ANSWER_SECONDS = 10;
  private static final int MAX_ROUND_TRIPS = 1_000_000;

  private final Subject subject;
  private final Timing timing;
  private final List<JChannel> channels = new ArrayList<>();
  private final LongAdder received = new LongAdder();
  private final Semaphore answers = new Semaphore(0);

  private volatile boolean sending;

  private TransportRun(Subject subject, Timing timing) {
    this.subject = subject;
    this.timing = timing;
  }

  /** Prints the samples of one subject with a number of nodes. */
  public static void main(String[] args) {
    int exit = 1;
    try {
      TransportRun run = new TransportRun(Subject.valueOf(args[0]), Timing.valueOf(args[2]));
      run.join(Integer.parseInt(args[1]));
      run.load();
      for (int size : SIZES) {
        String kase = "%s nodes, %d KB".formatted(args[1], size / 1_000);
        run.throughput(kase, size);
        run.roundTrip(kase, size);
      }
      exit = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      // The channels' threads would keep the process; closing nicely is not what is measured.
      System.exit(exit);
    }
  }

  private void join(int nodes) throws Exception {
    for (int node = 1; node <= nodes; node++) {
      JChannel channel = new JChannel(new ByteArrayInputStream(subject.stack(node)));
      channel.setName("n" + node);
      boolean asks = node == 1;
      channel.setReceiver(receiver(channel, asks));
      channel.connect("benchmark");
      channels.add(channel);
    }
    long began = System.nanoTime();
    while (channels.stream().anyMatch(channel -> channel.getView().size() < nodes)) {
      if (System.nanoTime() - began > JOIN_NANOS) {
        throw new IllegalStateException(subject.word() + ": no common view of " + nodes);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private Receiver receiver(JChannel channel, boolean asks) {
    return new Receiver() {
      @Override
      public void receive(Message message) {
        if (message.dest() == null) {
          received.increment();
        } else if (asks) {
          answers.release();
        } else {
          answer(channel, message);
        }
      }
    };
  }

  private static void answer(JChannel channel, Message request) {
    try {
      channel.send(new BytesMessage(request.getSrc(), new byte[request.getLength()]));
    } catch (Exception e) {
      throw new IllegalStateException("no answer could be sent", e);
    }
  }

  /** Until the JVM has compiled what it runs. */
  private void load() throws InterruptedException {
    List<Thread> senders = startSenders(SIZES[0]);
    LockSupport.parkNanos(timing.newNanos());
    stop(senders);
  }

  /** Everybody sends to all as fast as it may. */
  private void throughput(String kase, int size) throws InterruptedException {
    List<Thread> senders = startSenders(size);
    LockSupport.parkNanos(timing.warmUpNanos());
    received.reset();
    long allocatedBefore = allocated();
    long began = System.nanoTime();
    LockSupport.parkNanos(timing.measureNanos());
    double messages = received.sum();
    double seconds = (System.nanoTime() - began) / 1e9;
    double allocated = allocated() - allocatedBefore;
    stop(senders);
    emit(kase, "throughput", "messages/s per node", true, messages / seconds / channels.size());
    emit(kase, "allocation", "bytes/message received", false, allocated / messages);
  }

  private List<Thread> startSenders(int size) {
    List<Thread> senders = new ArrayList<>();
    sending = true;
    for (JChannel channel : channels) {
      Thread sender = new Thread(() -> sendUntilStopped(channel, size), "sender");
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void stop(List<Thread> senders) throws InterruptedException {
    sending = false; // no interrupt: it could tear a hole into what the stack has numbered
    for (Thread sender : senders) {
      sender.join(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
      if (sender.isAlive()) {
        throw new IllegalStateException("a sender was held up for %d s".formatted(ANSWER_SECONDS));
      }
    }
    drain();
  }

  /**
   * Waits until nothing arrives any more, so that what is measured next does not queue behind it.
   */
  private void drain() {
    long began = System.nanoTime();
    long before = -1;
    while (received.sum() != before && System.nanoTime() - began < JOIN_NANOS) {
      before = received.sum();
      LockSupport.parkNanos(QUIET_NANOS);
    }
  }

  private void sendUntilStopped(JChannel channel, int size) {
    try {
      while (sending) {
        channel.send(new BytesMessage(null, new byte[size]));
      }
    } catch (Exception e) {
      System.err.println("a sender ended: " + e);
    }
  }

  /** One request at a time. */
  private void roundTrip(String kase, int size) throws Exception {
    Address other = channels.get(1).getAddress();
    long warm = System.nanoTime() + timing.warmUpNanos();
    while (System.nanoTime() < warm) {
      ask(other, size);
    }
    long end = System.nanoTime() + timing.measureNanos();
    long[] nanos = new long[MAX_ROUND_TRIPS];
    int count = 0;
    while (System.nanoTime() < end && count < MAX_ROUND_TRIPS) {
      long began = System.nanoTime();
      ask(other, size);
      nanos[count++] = System.nanoTime() - began;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    emit(kase, "round trip", "us", false, sorted[count / 2] / 1e3);
    emit(kase, "round trip 99%", "us", false, sorted[(int) (0.99 * (count - 1))] / 1e3);
  }

  private void ask(Address other, int size) throws Exception {
    channels.get(0).send(new BytesMessage(other, new byte[size]));
    if (!answers.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no answer within " + ANSWER_SECONDS + " s");
    }
  }

  private void emit(String kase, String metric, String unit, boolean higher, double value) {
    System.out.println(new Sample(kase, subject.word(), metric, unit, higher, value).line());
  }

  /** Returns the bytes that all living threads have allocated. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
    return Arrays.stream(bytes).filter(value -> value > 0).sum();
  }
}
