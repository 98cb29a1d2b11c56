package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovesTest {
  private static final Placement.Group ALONE =
      new Placement.Group(Given.web(), List.of(Given.web()));

  private static final long NOW = 1000;
  private final Moves moves = new Moves();

  private void wish(long id, String to) {
    moves.request(new Message.MoveRequest(id, WEB, to), NOW);
  }

  @Test
  void anOperatorsWishIsUnderWayForTenSeconds() {
    wish(5, "n2");

    assertThat(moves.of(WEB))
        .isEqualTo(new Moves.Move(5, "n2", Cause.OPERATOR, "moved to n2 by an operator", NOW));
    assertThat(moves.of(WEB).until(ALONE)).isEqualTo(NOW + 10_000_000_000L);
  }

  @Test
  void aRepetitionDoesNotProlongIt() {
    wish(5, "n2");
    moves.request(new Message.MoveRequest(5, WEB, "n2"), NOW + 1);

    assertThat(moves.of(WEB).until(ALONE)).isEqualTo(NOW + Moves.PATIENCE_NANOS);
  }

  @Test
  void aNewerWishTakesTheOldOnesPlace() {
    wish(5, "n2");
    wish(6, "n3");

    assertThat(moves.of(WEB).to()).isEqualTo("n3");
  }

  @Test
  void aLateRepetitionOfAFinishedMoveStartsNone() {
    wish(5, "n2");
    moves.finish(WEB);
    wish(5, "n2");

    assertThat(moves.of(WEB)).isNull();
  }

  @Test
  void sixtyFourFinishedMovesAreRemembered() {
    for (int id = 1; id <= 65; id++) {
      wish(id, "n2");
      moves.finish(WEB);
    }

    wish(2, "n2");
    assertThat(moves.of(WEB)).isNull();
    wish(1, "n2");
    assertThat(moves.of(WEB)).isNotNull();
  }

  @Test
  void aFailbackIsNobodysWishAndLeavesNoTrace() {
    ServiceConfig service = Given.web().withFailback(Duration.ofSeconds(3));
    moves.failback(service, "n1", NOW);

    assertThat(moves.of(WEB))
        .isEqualTo(
            new Moves.Move(
                0,
                "n1",
                Cause.FAILBACK,
                "goes back to n1, which it prefers, and which was fit for 3000 ms",
                NOW));
    moves.finish(WEB);
    for (int id = 1; id <= 64; id++) {
      wish(id, "n2");
      moves.finish(WEB);
    }
    wish(1, "n2");
    assertThat(moves.of(WEB)).isNull();
  }

  @Test
  void aMoveOfOneIsAMoveOfItsGroup() {
    ServiceConfig mail = Given.service("mail");
    Placement.Group group = new Placement.Group(mail, List.of(mail, Given.web()));
    assertThat(moves.of(group)).isNull();

    wish(5, "n2");

    assertThat(moves.of(group)).isEqualTo(moves.of(WEB)).isNotNull();
  }

  @Test
  void whatIsForgottenMayBeginAnew() {
    wish(5, "n2");
    moves.forget(WEB);
    assertThat(moves.of(WEB)).isNull();

    wish(5, "n2");
    assertThat(moves.of(WEB)).isNotNull();
  }

  @Test
  void thereIsNothingToFinishWithoutAMove() {
    moves.finish(WEB);

    assertThat(moves.of(WEB)).isNull();
  }
}
