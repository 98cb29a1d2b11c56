package org.batonha.wildfly;

import java.util.concurrent.CompletionStage;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;

/**
 * Hands this node's services over when the server is told to stop, while it still answers requests.
 * It blocks in the stage that comes before the server turns requests away: unless a time-out is
 * configured the server waits for no stage, and would stop its listeners while it still has the
 * addresses.
 */
record GracefulStop(Runnable handOver) implements SuspendableActivity {
  @Override
  public CompletionStage<Void> prepare(ServerSuspendContext context) {
    if (context.isStopping()) {
      handOver.run();
    }
    return COMPLETED;
  }

  @Override
  public CompletionStage<Void> suspend(ServerSuspendContext context) {
    return COMPLETED;
  }

  @Override
  public CompletionStage<Void> resume(ServerResumeContext context) {
    return COMPLETED;
  }
}
