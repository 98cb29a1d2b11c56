package org.batonha.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.batonha.api.ClusterSingleton;
import org.batonha.api.NotHolderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterSingletonConcurrencyTest {
  private static final int CALLERS = 4;
  private static final int PERIODS = 500;

  private static final AtomicInteger ALIVE = new AtomicInteger();
  private static final AtomicInteger CREATED = new AtomicInteger();
  private static final AtomicInteger MOST_ALIVE = new AtomicInteger();
  private static volatile CountDownLatch creationMayEnd = new CountDownLatch(0);
  private static volatile CountDownLatch creationBegan = new CountDownLatch(1);

  @ClusterSingleton(service = "web")
  static class Guarded {
    private volatile boolean ready;

    @PostConstruct
    void begin() throws InterruptedException {
      creationBegan.countDown();
      creationMayEnd.await(30, TimeUnit.SECONDS);
      CREATED.incrementAndGet();
      MOST_ALIVE.accumulateAndGet(ALIVE.incrementAndGet(), Math::max);
      ready = true;
    }

    @PreDestroy
    void finish() {
      ALIVE.decrementAndGet();
    }

    boolean ready() {
      return ready;
    }
  }

  private final FakeHoldings holdings = new FakeHoldings("web");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void install() {
    ALIVE.set(0);
    CREATED.set(0);
    MOST_ALIVE.set(0);
    creationMayEnd = new CountDownLatch(0);
    creationBegan = new CountDownLatch(1);
    HoldingsRegistry.install(holdings);
  }

  @AfterEach
  void uninstall() {
    HoldingsRegistry.uninstall(holdings);
    threads.shutdownNow();
  }

  @Test
  void callersDuringTheCreationWaitForItAndShareOneInstance() throws Exception {
    try (Deployment deployment = Deployment.of(Guarded.class)) {
      Guarded bean = deployment.get(Guarded.class);
      creationMayEnd = new CountDownLatch(1);
      Future<?> up = threads.submit(() -> holdings.up("web"));
      assertThat(creationBegan.await(30, TimeUnit.SECONDS)).isTrue();
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(threads.submit(bean::ready));
      }

      creationMayEnd.countDown();

      up.get(30, TimeUnit.SECONDS);
      for (Future<Boolean> call : calls) {
        assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(CREATED).hasValue(1);
    }
  }

  @Test
  void aServiceThatIsLostDuringTheCreationLeavesNothingBehind() throws Exception {
    try (Deployment deployment = Deployment.of(Guarded.class)) {
      Guarded bean = deployment.get(Guarded.class);
      creationMayEnd = new CountDownLatch(1);
      holdings.lease("web");
      Future<Boolean> call = threads.submit(bean::ready);
      assertThat(creationBegan.await(30, TimeUnit.SECONDS)).isTrue();
      holdings.loseLease("web");
      creationMayEnd.countDown();

      assertThat(call)
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(NotHolderException.class);
      holdings.down("web");
      assertThat(ALIVE).hasValue(0);
    }
  }

  @Test
  void oneInstancePerPeriodWhateverTheCallersDo() throws Exception {
    try (Deployment deployment = Deployment.of(Guarded.class)) {
      Guarded bean = deployment.get(Guarded.class);
      AtomicBoolean goOn = new AtomicBoolean(true);
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(caller(bean, goOn)));
      }

      for (int period = 0; period < PERIODS; period++) {
        holdings.up("web");
        holdings.down("web");
        assertThat(ALIVE).as("alive after period %d", period).hasValue(0);
      }
      goOn.set(false);

      for (Future<Integer> caller : callers) {
        caller.get(30, TimeUnit.SECONDS);
      }
      assertThat(MOST_ALIVE).hasValue(1);
      assertThat(CREATED).hasValue(PERIODS);
    }
  }

  private static Callable<Integer> caller(Guarded bean, AtomicBoolean goOn) {
    return () -> {
      int refused = 0;
      while (goOn.get()) {
        try {
          bean.ready();
        } catch (NotHolderException e) {
          refused++;
        }
      }
      return refused;
    };
  }
}
