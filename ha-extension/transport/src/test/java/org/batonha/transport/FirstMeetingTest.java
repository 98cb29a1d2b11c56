package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member that starts long after another is in its view at once, and not after a merge. */
class FirstMeetingTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HOSTS = "hb=127.0.2.1,hb=127.0.2.2,hb=127.0.2.3";

  private static Member member(int n, String key) throws Exception {
    return new Member(
        "n" + n,
        "hb=tcp:127.0.2.%d:%d".formatted(n, Member.HB_PORT),
        HOSTS,
        // A newcomer waits for ten heartbeats for the hosts that it was told of.
        "heartbeat_interval='50'" + (key.isEmpty() ? "" : " key='" + key + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the-key-of-this-cluster"})
  void anOldMemberThatHasGivenUpConnectingOftenIsMetAtOnce(String key) throws Exception {
    try (Member one = member(1, key);
        Member two = member(2, key)) {
      one.connect();
      long began = System.nanoTime();
      // By then it waits for a second after each failure.
      Await.until("often refused", SOON, () -> System.nanoTime() - began > 3_000_000_000L);

      two.connect();

      assertThat(two.viewSize()).as("its first view").isEqualTo(2);
    }
  }
}
