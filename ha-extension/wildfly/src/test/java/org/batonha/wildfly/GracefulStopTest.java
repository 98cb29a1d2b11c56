package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.as.server.suspend.ServerSuspendController.Context;
import org.junit.jupiter.api.Test;

class GracefulStopTest {
  private final AtomicInteger handedOver = new AtomicInteger();
  private final GracefulStop stop = new GracefulStop(handedOver::incrementAndGet);

  @Test
  void handsOverBeforeAServerThatStopsTurnsRequestsAway() {
    assertThat(stop.prepare(Context.SHUTDOWN)).isCompleted();

    assertThat(handedOver).hasValue(1);
  }

  @Test
  void keepsItsServicesWhenTheServerIsOnlySuspended() {
    stop.prepare(Context.RUNNING);
    stop.suspend(Context.RUNNING);
    stop.resume(Context.RUNNING);

    assertThat(handedOver).hasValue(0);
  }
}
