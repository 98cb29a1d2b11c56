package org.batonha.wildfly;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;

/**
 * Ties what this node may hold to whether its server serves: it takes services once the server has
 * started with its applications, or was resumed, and hands them over when it is suspended or told
 * to stop, while it still answers requests.
 *
 * <p>It blocks in the stage that comes before the server turns requests away: unless a time-out is
 * configured the server waits for no stage, and would stop its listeners while it still has the
 * addresses.
 *
 * @param availability is told whether this node may take services, and why
 * @param close hands everything over for good
 */
record Serving(BiConsumer<Boolean, String> availability, Runnable close)
    implements SuspendableActivity {
  @Override
  public CompletionStage<Void> prepare(ServerSuspendContext context) {
    if (context.isStopping()) {
      close.run();
    } else {
      availability.accept(false, "the server is suspended");
    }
    return COMPLETED;
  }

  @Override
  public CompletionStage<Void> suspend(ServerSuspendContext context) {
    return COMPLETED;
  }

  @Override
  public CompletionStage<Void> resume(ServerResumeContext context) {
    availability.accept(true, "the server serves");
    return COMPLETED;
  }
}
