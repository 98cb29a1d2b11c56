package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real servers, one killed: what of all that applications keep in a session is still there. */
class TrialIT {
  private static final Map<String, String> SEEN = new HashMap<>();

  @BeforeAll
  static void tryIt() throws IOException {
    LabProcess.run(Trial.class, "--war=" + System.getProperty("baton.lab.trial")).stream()
        .map(LabProcess::fields)
        .forEach(SEEN::putAll);
    assertThat(SEEN).as("what was seen; the reason is above").containsKey("end_node");
    assertThat(SEEN.get("after_node")).isNotEqualTo(SEEN.get("before_node"));
  }

  @Test
  void attributesThatAreChangedInPlace() {
    assertThat(SEEN).containsEntry("after_words", "[one, two, beside, there]");
    assertThat(SEEN).containsEntry("then_words", "[one, two, beside, there, three]");
  }

  @Test
  void aPlannedMoveWaitsForARequestThatRuns() {
    assertThat(SEEN).containsEntry("moved", "true");
    assertThat(SEEN.get("moved_under")).endsWith("data: end of the events");
  }

  @Test
  void aRequestThatStaysForLongHoldsUpNobody() {
    assertThat(SEEN).containsEntry("beside_words", "[one, two, beside]");
    assertThat(SEEN.get("beside_node")).isEqualTo(SEEN.get("before_node"));
    assertThat(SEEN).containsEntry("there_words", "[one, two, beside, there]");
    assertThat(SEEN.get("there_node")).isEqualTo(SEEN.get("after_node"));
  }

  @Test
  void beansOfASession() {
    assertThat(SEEN).containsEntry("after_basket", "4").containsEntry("then_basket", "5");
  }

  @Test
  void aMegabyte() {
    assertThat(SEEN.get("after_big")).isNotEmpty().isEqualTo(SEEN.get("before_big"));
  }

  @Test
  void theSessionGoesOnAndListenersHearOfItsEndThere() {
    assertThat(SEEN.get("after_begun")).isNotEmpty().isEqualTo(SEEN.get("there_begun"));
    assertThat(SEEN).containsEntry("after_ended", "0").containsEntry("end_ended", "1");
  }

  @Test
  void whoHasLoggedInIsKnown() {
    assertThat(SEEN).containsEntry("before_asked", "true");
    assertThat(SEEN).containsEntry("before_user", "alice " + SEEN.get("before_node"));
    assertThat(SEEN).containsEntry("after_user", "alice " + SEEN.get("after_node"));
  }

  @Test
  void andToTheOtherApplicationToo() {
    assertThat(SEEN).containsEntry("before_user_again", "alice " + SEEN.get("before_node"));
    assertThat(SEEN).containsEntry("after_user_again", "alice " + SEEN.get("after_node"));
  }

  /** How often it was passivated, here or there, and activated there. */
  @Test
  void anAttributeThatListensHearsThatItCame() {
    assertThat(SEEN.get("after_traveller")).matches("[1-9]\\d* [1-9]\\d*");
  }
}
