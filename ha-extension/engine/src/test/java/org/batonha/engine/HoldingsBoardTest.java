package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingsBoardTest {
  private long now = 1000;
  private final HoldingsBoard board =
      new HoldingsBoard(() -> now, service -> Optional.empty(), service -> true);
  private final List<String> calls = new ArrayList<>();

  private Holdings.Registration listen() {
    return board.listen("web", () -> calls.add("up"), () -> calls.add("down"));
  }

  @Test
  void nothingIsHeldAfterTheLeaseEvenWithoutAWord() {
    board.hold("web", 2000);
    assertThat(board.isHeldHere("web")).isTrue();

    now = 2000;
    assertThat(board.isHeldHere("web")).isFalse();
  }

  @Test
  void aRenewalProlongsAndNeverShortens() {
    board.hold("web", 2000);
    board.renew("web", 3000);
    board.renew("web", 2500);

    now = 2999;
    assertThat(board.isHeldHere("web")).isTrue();
  }

  @Test
  void aRenewalBringsNothingBack() {
    board.hold("web", 2000);
    board.drop("web");
    board.renew("web", 3000);

    assertThat(board.isHeldHere("web")).isFalse();
  }

  @Test
  void listenersHearEachChangeOnce() {
    listen();
    board.hold("web", 2000);
    board.tell("web");
    board.tell("web");
    board.drop("web");
    board.tell("web");

    assertThat(calls).containsExactly("up", "down");
  }

  @Test
  void whoComesLateIsToldAtOnce() {
    board.hold("web", 2000);
    listen();

    assertThat(calls).containsExactly("up");
  }

  @Test
  void whoHasGoneHearsNothing() {
    listen().close();
    board.hold("web", 2000);
    board.tell("web");

    assertThat(calls).isEmpty();
  }

  @Test
  void oneListenerThatFailsHarmsNoOther() {
    board.listen(
        "web",
        () -> {
          throw new IllegalStateException("boom");
        },
        () -> calls.add("down of the failed"));
    listen();
    board.hold("web", 2000);
    board.tell("web");

    assertThat(calls).containsExactly("up");
  }
}
