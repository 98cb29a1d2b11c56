package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgencyTest {
  private static final Duration LONG = Duration.ofNanos(100);

  private final List<String> done = new ArrayList<>();
  private final Urgency urgency =
      new Urgency(id -> done.add("raise " + id), () -> done.add("lower"));

  @Test
  void isOrdinaryUntilItIsHurried() {
    urgency.begin(7);
    urgency.look(1);

    assertThat(done).containsExactly("lower");
  }

  @Test
  void goesBackWithTheFirstWorkAfterTheTime() {
    urgency.begin(7);
    urgency.hurry(LONG, 1);
    urgency.look(100);
    assertThat(done).containsExactly("lower", "raise 7");

    urgency.look(101);
    urgency.look(102);

    assertThat(done).containsExactly("lower", "raise 7", "lower");
  }

  @Test
  void hurriedAgainIsItForLonger() {
    urgency.begin(7);
    urgency.hurry(LONG, 1);
    urgency.hurry(LONG, 51);

    urgency.look(101);
    assertThat(done).containsExactly("lower", "raise 7", "raise 7");

    urgency.look(151);
    assertThat(done).endsWith("lower");
  }

  @Test
  void aShorterHurryEndsNoLongerOne() {
    urgency.begin(7);
    urgency.hurry(LONG, 1);
    urgency.hurry(Duration.ofNanos(10), 2);

    urgency.look(50);
    assertThat(done).endsWith("raise 7");

    urgency.look(101);
    assertThat(done).endsWith("lower");
  }

  @Test
  void nobodyIsRaisedBeforeTheThreadIsKnown() {
    urgency.hurry(LONG, 1);
    urgency.begin(0);
    urgency.hurry(LONG, 1);

    assertThat(done).containsExactly("lower");
  }

  @Test
  void oneThatHasEndedIsNotRaisedForItsNumberMayBeAnothers() {
    urgency.begin(7);
    urgency.end();

    urgency.hurry(LONG, 1);

    assertThat(done).containsExactly("lower");
  }

  @Test
  void whoHurriesItWhileItGoesBackIsHeard() {
    List<Runnable> meanwhile = new ArrayList<>();
    Urgency disturbed =
        new Urgency(
            id -> done.add("raise " + id),
            () -> {
              done.add("lower");
              meanwhile.forEach(Runnable::run);
            });
    disturbed.begin(7);
    disturbed.hurry(LONG, 1);
    meanwhile.add(() -> disturbed.hurry(LONG, 101));

    disturbed.look(101);
    assertThat(done).endsWith("lower", "raise 7", "raise 7");

    meanwhile.clear();
    disturbed.look(201);
    assertThat(done).endsWith("raise 7", "lower");
  }
}
