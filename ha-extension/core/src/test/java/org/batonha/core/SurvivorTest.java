package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two nodes with a witness, the one that is left when the other one's process has died. */
class SurvivorTest {
  private static final long ITS_BOOT = 1;

  private final OneNode survivor =
      OneNode.among(Given.node("n2", List.of("n1", "n2"), QuorumPolicy.WITNESS), Given.web());

  @BeforeEach
  void theOtherOneHoldsIt() {
    survivor.passes(1000);
    survivor.says("n1", Given.report(WEB, ServiceState.UP, 501));
    survivor.passes(200);
    witnessed();
  }

  private List<Decision> witnessed() {
    return survivor.step(new Event.WitnessAnswered("router", survivor.now));
  }

  /** Everything that is decided from the last word on, at once. */
  private List<Decision> dies(long boot) {
    survivor.falls("n1");
    List<Decision> out = new ArrayList<>(survivor.step(new Event.LastWord("n1", boot)));
    out.addAll(witnessed());
    return out;
  }

  private static Decision.Start start(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Start.class::isInstance)
        .map(Decision.Start.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static boolean looks(List<Decision> decisions) {
    return decisions.stream().anyMatch(Decision.Probe.class::isInstance);
  }

  @Test
  void startsAtOnceWithoutALookAfterTheLastWord() {
    long answered = survivor.now;

    List<Decision> out = dies(ITS_BOOT);

    assertThat(looks(out)).isFalse();
    assertThat(start(out)).isNotNull();
    assertThat(start(out).probe()).isFalse();
    assertThat(start(out).leaseUntilNanos()).isEqualTo(answered + LEASE);
  }

  @Test
  void looksWhenTheLastAnswerIsALeaseOld() {
    survivor.falls("n1");
    survivor.passes(500);
    witnessed();

    List<Decision> out = dies(ITS_BOOT);
    out.addAll(survivor.passes(100));

    assertThat(start(out)).isNull();
    assertThat(looks(out)).isTrue();
  }

  @Test
  void looksAgainWithTheStartWhenNothingProvesThatNobodyHasIt() {
    survivor.falls("n1");
    List<Decision> out = new ArrayList<>();
    for (int beat = 0; beat < 10 && !looks(out); beat++) {
      out = new ArrayList<>(survivor.passes(100));
      out.addAll(witnessed());
    }
    Decision.Probe probe =
        (Decision.Probe)
            out.stream().filter(Decision.Probe.class::isInstance).findFirst().orElseThrow();
    witnessed();
    List<Decision> then = survivor.step(new Event.Probed(WEB, probe.epoch(), Optional.empty()));

    assertThat(start(then).probe()).isTrue();
  }

  @Test
  void theLastWordOfAnEarlierRunProvesNothing() {
    List<Decision> out = dies(ITS_BOOT - 1);

    assertThat(start(out)).isNull();
    assertThat(looks(out)).isFalse();
  }

  @Test
  void aServiceThatNobodyHeldIsLookedForAllTheSame() {
    OneNode fresh =
        OneNode.among(Given.node("n2", List.of("n1", "n2"), QuorumPolicy.WITNESS), Given.web());
    fresh.passes(1000);
    fresh.says("n1", Given.unavailable(WEB, "maintenance"));
    fresh.step(new Event.Availability(false, "suspended"));
    fresh.passes(1000);
    fresh.falls("n1");
    fresh.step(new Event.LastWord("n1", ITS_BOOT));
    fresh.step(new Event.WitnessAnswered("router", fresh.now));

    List<Decision> out = fresh.step(new Event.Availability(true, ""));

    assertThat(start(out).probe()).isTrue();
  }
}
