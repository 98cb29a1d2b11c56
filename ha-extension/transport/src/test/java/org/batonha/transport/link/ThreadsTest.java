package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;
import org.jgroups.util.DefaultThreadFactory;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private static final Log LOG = LogFactory.getLog(ThreadsTest.class);
  private static final long PATIENCE_MILLIS = 20_000;

  private final Threads threads = new Threads(new DefaultThreadFactory("test", true), LOG);
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aLoopThatRunsOutOfMemoryBeginsAgainUntilItEndsByItself() throws InterruptedException {
    Thread thread =
        threads.keep(
            "loop",
            () -> {
              switch (runs.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("no room");
                case 2 -> throw new IllegalStateException("a fault");
                default -> {
                  // It ends by itself.
                }
              }
            });
    thread.join(PATIENCE_MILLIS);

    assertThat(thread.isAlive()).isFalse();
    assertThat(runs).hasValue(3);
  }

  @Test
  void aTaskThatMayEndRunsOnce() throws InterruptedException {
    Thread thread = threads.start("task", runs::incrementAndGet);
    thread.join(PATIENCE_MILLIS);

    assertThat(thread.isDaemon()).isTrue();
    assertThat(runs).hasValue(1);
  }
}
