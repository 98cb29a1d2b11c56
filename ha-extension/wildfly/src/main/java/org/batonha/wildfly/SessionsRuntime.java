package org.batonha.wildfly;

import java.time.Duration;
import java.util.Locale;
import org.batonha.sessions.OnFailure;
import org.batonha.sessions.Settings;
import org.batonha.sessions.WithoutQuorum;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.PathAddress;
import org.jboss.dmr.ModelNode;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceTarget;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;

/**
 * Switches durable sessions on and off. Their settings change at once; that they are on or off is
 * decided for an application when it is deployed, so that asks for a reload.
 */
final class SessionsRuntime implements ResourceOperationRuntimeHandler {
  private final DurableReference sessions;

  SessionsRuntime(DurableReference sessions) {
    this.sessions = sessions;
  }

  @Override
  public void addRuntime(OperationContext context, ModelNode model)
      throws OperationFailedException {
    sessions.apply(settings(context, model));
    removeWhenTheServerStops(context.getCapabilityServiceTarget());
    if (!context.isBooting()) {
      context.reloadRequired();
    }
  }

  /** A reload makes all of it anew. */
  private void removeWhenTheServerStops(ServiceTarget services) {
    services
        .addService()
        .setInstance(
            new Service() {
              @Override
              public void start(StartContext start) {}

              @Override
              public void stop(StopContext stop) {
                sessions.remove();
              }
            })
        .install();
  }

  @Override
  public void removeRuntime(OperationContext context, ModelNode model) {
    // Applications that are deployed go on with it until the reload.
    context.reloadRequired();
  }

  /** Has what runs take the model's settings. */
  void follow(OperationContext context) throws OperationFailedException {
    sessions.apply(settings(context, context.readResource(PathAddress.EMPTY_ADDRESS).getModel()));
  }

  private static Settings settings(OperationContext context, ModelNode model)
      throws OperationFailedException {
    long timeout = SessionsRegistrar.TIMEOUT.resolveModelAttribute(context, model).asLong();
    return new Settings(
        Duration.ofMillis(timeout),
        OnFailure.valueOf(constant(context, model, SessionsRegistrar.ON_FAILURE)),
        WithoutQuorum.valueOf(constant(context, model, SessionsRegistrar.WITHOUT_QUORUM)));
  }

  private static String constant(
      OperationContext context, ModelNode model, AttributeDefinition attribute)
      throws OperationFailedException {
    return attribute.resolveModelAttribute(context, model).asString().toUpperCase(Locale.ROOT);
  }
}
