package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.batonha.engine.Engines.await;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoreLoopTest {
  private final AtomicInteger renewals = new AtomicInteger();
  private CoreLoop loop;

  private void start(Consumer<Decision> carryOut) {
    CoreConfig config =
        CoreConfig.of("n1", List.of("n1", "n2"), Preset.FAST, QuorumPolicy.MAJORITY, 1);
    loop = new CoreLoop(new Core(config, 1, System.nanoTime()), decisions -> {}, carryOut);
    loop.start();
  }

  @AfterEach
  void end() {
    loop.close();
  }

  @Test
  void aTickComesWhenCoreWantsToBeWoken() {
    long heartbeat = Preset.FAST.heartbeat().toNanos();
    long start = System.nanoTime();

    start(decision -> renewals.incrementAndGet());
    await("renewals", () -> renewals.get() >= 10);

    // The first is sent at once; how late they may be is the machine's business.
    assertThat(System.nanoTime() - start).isGreaterThan(8 * heartbeat);
  }

  @Test
  void whatFailsKeepsNothingElseFromBeingDone() {
    start(
        decision -> {
          renewals.incrementAndGet();
          throw new IllegalStateException("boom");
        });

    await("renewals", () -> renewals.get() >= 3);
  }

  @Test
  void noErrorEndsIt() {
    start(
        decision -> {
          renewals.incrementAndGet();
          throw new OutOfMemoryError("for a moment");
        });

    await("renewals", () -> renewals.get() >= 3);
  }

  /** Its queue may be full, and nobody else empties it. */
  @Test
  void whatItsOwnThreadPostsNeedsNoRoom() {
    AtomicInteger posted = new AtomicInteger();
    start(
        decision -> {
          while (posted.get() < 10_000) {
            posted.incrementAndGet();
            loop.post(new Event.Tick());
          }
          renewals.incrementAndGet();
        });

    await("renewals", () -> renewals.get() >= 3);
    assertThat(posted.get()).isEqualTo(10_000);
  }

  @Test
  void anEventThatCoreCannotTakeEndsNothing() {
    start(decision -> renewals.incrementAndGet());

    ServiceConfig web = new ServiceConfig("web", List.of("n1"));
    loop.post(new Event.ServiceAdded(web));
    loop.post(new Event.ServiceAdded(web));

    assertThat(loop.<List<ServiceConfig>>ask((core, now) -> core.services())).containsExactly(web);
    int before = renewals.get();
    await("renewals", () -> renewals.get() >= before + 3);
  }

  @Test
  void aQuestionIsAnsweredByCore() {
    start(decision -> {});
    loop.post(new Event.ViewChanged(List.of("n1")));

    assertThat(loop.<List<String>>ask((core, now) -> core.view())).containsExactly("n1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.ask((core, now) -> core.explain("db", now)))
        .withMessageContaining("'db'");
  }

  @Test
  void whatActsComesBeforeWhatIsOnlySaid() {
    List<String> order = new CopyOnWriteArrayList<>();
    CoreConfig config = CoreConfig.of("n1", List.of("n1"), Preset.FAST, QuorumPolicy.NONE, 1);
    loop =
        new CoreLoop(
            new Core(config, 1, System.nanoTime()),
            decisions -> {
              if (decisions.stream().anyMatch(Decision.Start.class::isInstance)) {
                order.add("picture");
              }
            },
            decision -> {
              if (decision instanceof Decision.Start) {
                order.add("start");
              } else if (decision instanceof Decision.Transition transition) {
                order.add(transition.to().name());
              } else if (decision instanceof Decision.Probe probe) {
                loop.post(new Event.Probed(probe.service(), probe.epoch(), Optional.empty()));
              }
            });
    loop.start();
    loop.post(new Event.ViewChanged(List.of("n1")));
    loop.post(new Event.ServiceAdded(new ServiceConfig("web", List.of("n1"))));

    await("a start", () -> order.size() >= 3);
    assertThat(order).startsWith("start", "picture", "STARTING");
  }

  @Test
  void afterTheEndThereIsNoAnswer() {
    start(decision -> {});
    loop.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> loop.ask((core, now) -> core.view()))
        .withMessageContaining("stopping");
  }
}
