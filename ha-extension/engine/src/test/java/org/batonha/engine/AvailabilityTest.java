package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Event;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private final List<Event> events = new ArrayList<>();
  private final Availability availability = new Availability(events::add);

  private void assertLast(boolean available, String reason) {
    assertThat(events).last().isEqualTo(new Event.Availability(available, reason));
  }

  @Test
  void whoServesButIsBehindTakesNothing() {
    availability.behind("old sessions");
    assertLast(false, "old sessions");

    availability.behind("");
    assertLast(true, "");
  }

  @Test
  void whoIsNotBehindAnyMoreButDoesNotServeTakesNothing() {
    availability.serves(false, "suspended");
    availability.behind("old sessions");
    assertLast(false, "suspended");

    availability.behind("");
    assertLast(false, "suspended");
    availability.behind("old sessions");
    availability.serves(true, "");
    assertLast(false, "old sessions");
  }

  @Test
  void whatIsSaidAgainIsNotToldAgain() {
    availability.behind("");
    availability.behind("old sessions");
    availability.behind("old sessions");

    assertThat(events).hasSize(1);
  }

  @Test
  void whoDoesNotSayWhyItDoesNotServeGetsAReason() {
    availability.serves(false, " ");

    assertLast(false, "its server does not serve");
  }
}
