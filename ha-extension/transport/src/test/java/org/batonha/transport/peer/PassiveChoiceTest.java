package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.transport.LinkState.DOWN;
import static org.batonha.transport.LinkState.INDOUBT;
import static org.batonha.transport.LinkState.UP;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.LinkState;
import org.batonha.transport.peer.PassiveChoice.Candidate;
import org.batonha.transport.peer.PassiveChoice.Choice;
import org.junit.jupiter.api.Test;

/** Virtual time: a heartbeat each 100 ms, so another link has to be better for 2 s. */
class PassiveChoiceTest {
  private final PassiveChoice choice = new PassiveChoice(millis(100));

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Candidate link(LinkState state, int priority) {
    return new Candidate(state, priority, 0, 300);
  }

  private Choice at(long millis, Candidate... links) {
    return choice.choose(List.of(links), millis(millis));
  }

  @Test
  void theHighestPriorityCarriesAndAmongEqualsTheFirst() {
    assertThat(at(0, link(UP, 1), link(UP, 2))).isEqualTo(new Choice(1, -1));
    choice.reset();
    assertThat(at(0, link(UP, 1), link(UP, 1))).isEqualTo(new Choice(0, -1));
  }

  @Test
  void inDoubtTheNextBestCarriesToo() {
    at(0, link(UP, 2), link(UP, 1));

    assertThat(at(100, link(INDOUBT, 2), link(UP, 1))).isEqualTo(new Choice(0, 1));
    assertThat(at(200, link(UP, 2), link(UP, 1))).isEqualTo(new Choice(0, -1));
  }

  @Test
  void aLinkThatIsGoneIsLeftAtOnce() {
    at(0, link(UP, 1), link(UP, 1), link(UP, 2));

    assertThat(at(1, link(UP, 1), link(UP, 2))).isEqualTo(new Choice(1, -1));
  }

  @Test
  void aDeadLinkIsLeftAtOnce() {
    at(0, link(UP, 2), link(UP, 1));

    assertThat(at(1, link(DOWN, 2), link(UP, 1))).isEqualTo(new Choice(1, -1));
  }

  @Test
  void aLinkThatComesBackHasToStayUpBeforeItCarriesAgain() {
    at(0, link(DOWN, 2), link(UP, 1));

    assertThat(at(100, link(UP, 2), link(UP, 1)).first()).isEqualTo(1);
    assertThat(at(2_099, link(UP, 2), link(UP, 1)).first()).isEqualTo(1);
    assertThat(at(2_100, link(UP, 2), link(UP, 1)).first()).isZero();
  }

  @Test
  void aLinkThatFlapsNeverCarries() {
    at(0, link(DOWN, 2), link(UP, 1));
    for (int millis = 0; millis < 60_000; millis += 100) {
      boolean up = millis / 1_000 % 2 == 0;
      assertThat(at(millis, link(up ? UP : DOWN, 2), link(UP, 1)).first())
          .as("at %d ms", millis)
          .isEqualTo(1);
    }
  }

  @Test
  void aLossyLinkComesAfterASoundOneWhateverItsPriority() {
    at(0, link(UP, 2), link(UP, 1));
    Candidate lossy = new Candidate(UP, 2, 300, 300);
    at(100, lossy, link(UP, 1));

    assertThat(at(2_100, lossy, link(UP, 1)).first()).isEqualTo(1);
  }

  @Test
  void amongEqualPrioritiesNotableDifferencesCountAndSmallOnesDoNot() {
    Candidate slow = new Candidate(UP, 0, 0, 5_000);
    Candidate fast = new Candidate(UP, 0, 0, 400);
    Candidate faster = new Candidate(UP, 0, 0, 300);
    at(0, slow, fast);
    assertThat(at(2_000, slow, fast).first()).isEqualTo(1);
    assertThat(at(9_000, faster, fast).first()).isEqualTo(1);
    assertThat(at(19_000, faster, fast).first()).isEqualTo(1);
  }

  @Test
  void whenNothingIsUpTheLastHopeIsInDoubt() {
    assertThat(at(0, link(DOWN, 2), link(INDOUBT, 1))).isEqualTo(new Choice(1, -1));
    assertThat(at(1, link(DOWN, 2), link(DOWN, 1)).first()).isZero();
  }
}
