package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusCacheTest {
  private final List<String> asked = new ArrayList<>();
  private final List<CompletableFuture<List<AddressStatus>>> answers = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000;
  private final StatusCache cache =
      new StatusCache(
          service -> {
            asked.add(service);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
          },
          () -> now);

  @Test
  void whoReadsEachAttributeOfEachAddressAsksTheSentinelOnce() {
    for (int attribute = 0; attribute < 200; attribute++) {
      cache.apply("web");
      now += 1_000_000;
    }
    cache.apply("db");

    assertThat(asked).containsExactly("web", "db");
  }

  @Test
  void afterASecondItIsAskedAgain() {
    cache.apply("web");
    now += StatusCache.TRUSTED.toNanos();
    cache.apply("web");

    assertThat(asked).containsExactly("web", "web");
  }

  @Test
  void whatWasDoneToTheAddressesIsSeenAtOnce() {
    cache.apply("web");
    cache.forget("web");
    cache.apply("web");
    cache.clear();
    cache.apply("web");

    assertThat(asked).hasSize(3);
  }

  @Test
  void aReaderWhoGivesUpDoesNotAnswerForTheSentinel() {
    cache.apply("web").complete(List.of());

    assertThat(cache.apply("web")).isNotDone();
    answers.get(0).complete(List.of());
    assertThat(cache.apply("web")).isDone();
  }

  @Test
  void whoCannotBeAskedFailsTheReaderAtOnce() {
    StatusCache broken =
        new StatusCache(
            service -> {
              throw new IllegalStateException("closed");
            },
            () -> now);

    assertThat(broken.apply("web")).isCompletedExceptionally();
  }

  @Test
  void whoIsAskedMayCallBack() {
    StatusCache[] itself = new StatusCache[1];
    itself[0] =
        new StatusCache(
            service -> {
              itself[0].forget(service); // another's command has failed, seen by this one
              return CompletableFuture.completedFuture(List.of());
            },
            () -> now);

    assertThat(itself[0].apply("web")).isCompletedWithValue(List.of());
  }

  @Test
  void whoIsAskedMayWaitForWhoeverClears() {
    StatusCache[] itself = new StatusCache[1];
    List<Boolean> cleared = new ArrayList<>();
    itself[0] =
        new StatusCache(
            service -> {
              CompletableFuture<Boolean> other =
                  CompletableFuture.runAsync(itself[0]::clear).thenApply(done -> true);
              cleared.add(other.completeOnTimeout(false, 5, TimeUnit.SECONDS).join());
              return CompletableFuture.completedFuture(List.of());
            },
            () -> now);

    itself[0].apply("web");

    assertThat(cleared).containsExactly(true);
  }

  @Test
  void aFailureIsNoAnswerThatIsWaitedForForEver() {
    CompletableFuture<List<AddressStatus>> reader = cache.apply("web");
    answers.get(0).completeExceptionally(new IllegalStateException("malformed"));

    assertThat(reader).isCompletedExceptionally();
  }
}
