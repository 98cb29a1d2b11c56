package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is out of its bounds is refused: which setting, which value, which bound, what to do. */
class CoreConfigTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LEASE = Duration.ofMillis(500);
  private static final List<String> TWO = List.of("n1", "n2");

  private static CoreConfig timings(Duration heartbeat, int indoubt, Duration lease, double drift) {
    return new CoreConfig(
        "n1", TWO, List.of(), heartbeat, indoubt, lease, drift, QuorumPolicy.MAJORITY, 1);
  }

  private static CoreConfig voters(String node, List<String> nodes, List<String> arbiters) {
    return CoreConfig.of(node, nodes, arbiters, Preset.LAN, QuorumPolicy.MAJORITY, 1);
  }

  private static void refused(ThrowingCallable configuration, String message) {
    assertThatThrownBy(configuration)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aNodeIsNamedInLettersAndDigits() {
    refused(
        () -> voters("n 1", List.of("n 1"), List.of()),
        "node name is 'n 1': use 1 to 64 letters, digits, '.', '_' or '-', the first a letter or a"
            + " digit");
    refused(
        () -> voters(null, TWO, List.of()),
        "node name is 'null': use 1 to 64 letters, digits, '.', '_' or '-', the first a letter or"
            + " a digit");
  }

  @Test
  void thereIsAtLeastOneNodeAndNoneTwice() {
    refused(
        () -> voters("n1", List.of(), List.of()),
        "nodes is empty: name at least one node, for example [n1, n2]");
    refused(
        () -> voters("n1", null, List.of()),
        "nodes is empty: name at least one node, for example [n1, n2]");
    refused(
        () -> voters("n1", List.of("n1", "n1"), List.of()),
        "nodes names node 'n1' twice: name each node once");
  }

  @Test
  void anArbiterIsNoNodeAndNoneIsNamedTwice() {
    refused(
        () -> voters("n1", TWO, List.of("n2")),
        "arbiters names 'n2', which is one of the nodes [n1, n2]: a node votes already, take it"
            + " out of one of the two");
    refused(
        () -> voters("n1", TWO, List.of("a", "a")),
        "arbiters names node 'a' twice: name each node once");
  }

  @Test
  void thisNodeIsOneOfThem() {
    assertThat(voters("n2", TWO, List.of("a")).voters()).containsExactly("n1", "n2", "a");
    assertThat(voters("a", TWO, List.of("a")).node()).isEqualTo("a");
    refused(
        () -> voters("n3", TWO, List.of()),
        "this node is 'n3', which is not one of the cluster's nodes [n1, n2]: start the server"
            + " with one of those names, or add it to 'nodes'");
    refused(
        () -> voters("n3", TWO, List.of("a")),
        "this node is 'n3', which is not one of the cluster's nodes [n1, n2] or arbiters [a]:"
            + " start the server with one of those names, or add it to 'nodes'");
  }

  @Test
  void aHeartbeatIsMoreThanZero() {
    assertThat(timings(Duration.ofNanos(1), 5, LEASE, 0).heartbeatNanos()).isEqualTo(1);
    refused(
        () -> timings(Duration.ZERO, 5, LEASE, 0), "heartbeat is PT0S: it must be more than zero");
    refused(
        () -> timings(Duration.ofNanos(-1), 5, LEASE, 0),
        "heartbeat is PT-0.000000001S: it must be more than zero");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void oneToAHundredHeartbeatsMayBeMissed(int limit) {
    assertThat(timings(HEARTBEAT, limit, LEASE, 0).indoubtLimit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101})
  void noOtherNumberOfHeartbeats(int limit) {
    refused(
        () -> timings(HEARTBEAT, limit, LEASE, 0),
        "indoubt-limit is " + limit + ": it must be from 1 to 100");
  }

  @Test
  void aLeaseIsAtLeastTwoHeartbeats() {
    assertThat(timings(HEARTBEAT, 5, Duration.ofMillis(200), 0).leaseNanos())
        .isEqualTo(200_000_000);
    refused(
        () -> timings(HEARTBEAT, 5, Duration.ofMillis(199), 0),
        "lease is PT0.199S: it must be at least two heartbeats of PT0.1S, or one lost message ends"
            + " it");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void aClockDriftsByUpToAHalf(double drift) {
    assertThat(timings(HEARTBEAT, 5, LEASE, drift).drift()).isEqualTo(drift);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 0.51, Double.NaN})
  void byNothingElse(double drift) {
    refused(
        () -> timings(HEARTBEAT, 5, LEASE, drift),
        "drift is " + drift + ": it must be from 0 to 0.5");
  }

  @Test
  void witnessesAreForTwoVoters() {
    assertThat(CoreConfig.of("n1", TWO, Preset.LAN, QuorumPolicy.WITNESS, 1).quorum())
        .isEqualTo(QuorumPolicy.WITNESS);
    refused(
        () -> CoreConfig.of("n1", TWO, List.of("a"), Preset.LAN, QuorumPolicy.WITNESS, 1),
        "quorum is 'witness' with 3 voters: it is for two nodes; with three or more, or an"
            + " arbiter, use 'majority'");
    refused(
        () -> CoreConfig.of("n1", List.of("n1", "n2", "n3"), Preset.LAN, QuorumPolicy.WITNESS, 1),
        "quorum is 'witness' with 3 voters: it is for two nodes; with three or more, or an"
            + " arbiter, use 'majority'");
  }

  @Test
  void atLeastOneWitnessMustAnswer() {
    refused(
        () -> CoreConfig.of("n1", TWO, Preset.LAN, QuorumPolicy.WITNESS, 0),
        "witness-min is 0: it must be at least 1");
  }

  @Test
  void aVoterBelievesForALeaseOnAFastClockRoundedUp() {
    assertThat(timings(HEARTBEAT, 5, LEASE, 0.01).beliefNanos()).isEqualTo(505_000_000);
    assertThat(timings(Duration.ofNanos(1), 5, Duration.ofNanos(3), 0.5).beliefNanos())
        .isEqualTo(5);
  }

  @Test
  void otherVotersChangeNothingElse() {
    CoreConfig before =
        new CoreConfig("n1", TWO, List.of(), HEARTBEAT, 7, LEASE, 0.2, QuorumPolicy.NONE, 3);

    CoreConfig after = before.withVoters(List.of("n1", "n3"), List.of("a"));

    assertThat(after)
        .isEqualTo(
            new CoreConfig(
                "n1",
                List.of("n1", "n3"),
                List.of("a"),
                HEARTBEAT,
                7,
                LEASE,
                0.2,
                QuorumPolicy.NONE,
                3));
  }

  @Test
  void aPresetStandsForTimingsThatFitTogether() {
    assertThat(CoreConfig.of("n1", TWO, Preset.FAST, QuorumPolicy.NONE, 2))
        .isEqualTo(
            new CoreConfig(
                "n1",
                TWO,
                List.of(),
                Duration.ofMillis(20),
                3,
                Duration.ofMillis(80),
                0.01,
                QuorumPolicy.NONE,
                2));
  }
}
