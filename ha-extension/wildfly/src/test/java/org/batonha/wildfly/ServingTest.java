package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jboss.as.server.suspend.ServerSuspendController.Context;
import org.junit.jupiter.api.Test;

class ServingTest {
  private final List<String> calls = new ArrayList<>();
  private final Serving serving =
      new Serving(
          (available, reason) -> calls.add("available " + available), () -> calls.add("close"));

  @Test
  void handsOverForGoodBeforeAServerThatStopsTurnsRequestsAway() {
    assertThat(serving.prepare(Context.SHUTDOWN)).isCompleted();

    assertThat(calls).containsExactly("close");
  }

  @Test
  void takesNothingWhileTheServerIsSuspended() {
    serving.prepare(Context.RUNNING);
    serving.suspend(Context.RUNNING);
    serving.resume(Context.RUNNING);

    assertThat(calls).containsExactly("available false", "available true");
  }
}
