package org.batonha.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.jgroups.Message;

/**
 * A member of {@code benchmarks/run gaps} on one of {@link Hosts}, in a process of its own: it
 * counts aloud all the time, and obeys what it reads, a word a line.
 */
final class GapMember {
  /** Waits until all are in one view and all links up; the answer is {@link #DONE}. */
  static final String SETTLE = "settle";

  /** Begins anew; the answer is {@link #DONE}. */
  static final String RESET = "reset";

  /** Says the longest gap in ns, how many came out of turn, and how many views there were. */
  static final String REPORT = "report";

  static final String DONE = "done";

  private static final int PERIOD_MILLIS = 2;
  private static final int MESSAGE_BYTES = 1_000;

  private final HostMember member;
  private final Gaps gaps = new Gaps();

  private GapMember(HostMember member) {
    this.member = member;
    member.onMessage(this::take);
  }

  private void take(Message message) {
    long number = ByteBuffer.wrap(message.getArray(), message.getOffset(), Long.BYTES).getLong();
    gaps.arrived(message.getSrc(), number, System.nanoTime());
  }

  /** Takes the number of its host, its mode and the number of members. */
  public static void main(String[] args) throws Exception {
    int members = Integer.parseInt(args[2]);
    try (HostMember member = new HostMember(Integer.parseInt(args[0]), members, args[1]);
        Scanner in = new Scanner(System.in)) {
      GapMember self = new GapMember(member);
      member.connect();
      member.awaitView(members);
      Thread counter = new Thread(self::count, "counter");
      counter.setDaemon(true);
      counter.start();
      while (in.hasNextLine()) {
        System.out.println(self.obey(in.nextLine()));
      }
    }
    System.exit(0); // the counter may wait for room
  }

  private String obey(String command) throws InterruptedException {
    switch (command) {
      case SETTLE -> member.awaitLinks();
      case RESET -> {
        views();
        gaps.reset();
      }
      case REPORT -> {
        Gaps.Seen seen = gaps.seen(System.nanoTime());
        return "%d %d %d".formatted(seen.longest(), seen.wrong(), views());
      }
      default -> throw new IllegalArgumentException("unknown: " + command);
    }
    return DONE;
  }

  private int views() throws InterruptedException {
    int views = 0;
    while (member.next(Duration.ZERO) != null) {
      views++;
    }
    return views;
  }

  private void count() {
    try {
      for (long number = 0; true; number++) {
        member.broadcast(ByteBuffer.allocate(MESSAGE_BYTES).putLong(number).array());
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    } catch (Exception e) {
      System.err.println("the counter has ended: " + e);
    }
  }
}
