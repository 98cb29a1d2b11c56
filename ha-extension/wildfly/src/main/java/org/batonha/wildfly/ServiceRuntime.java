package org.batonha.wildfly;

import java.util.List;
import java.util.Optional;
import org.batonha.core.ServiceConfig;
import org.batonha.engine.AddressConfig;
import org.batonha.engine.AddressPolicy;
import org.batonha.engine.Engine;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.PathAddress;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.registry.Resource;
import org.jboss.dmr.ModelNode;
import org.jboss.logging.Logger;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.wildfly.service.Installer.StartWhen;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;
import org.wildfly.subsystem.service.ResourceServiceInstaller;
import org.wildfly.subsystem.service.ServiceDependency;
import org.wildfly.subsystem.service.ServiceInstaller;

/**
 * Keeps the engine's services as the model has them: any change in or below {@code service=NAME}
 * takes the service off the engine and, if it is still in the model, puts it back as it is now.
 * Unlike the server's own attributes of this kind, that needs neither a reload nor a header: a
 * service is meant to be moved while everything runs.
 */
final class ServiceRuntime implements ResourceOperationRuntimeHandler {
  private static final Logger LOG = Logger.getLogger(ServiceRuntime.class);
  private static final ServiceName PARENT = ServiceName.of("org", "batonha", "service");
  private static final ServiceName ENGINE = BatonRegistrar.ENGINE.getCapabilityServiceName();

  private final EngineReference engine;

  ServiceRuntime(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public void addRuntime(OperationContext context, ModelNode model)
      throws OperationFailedException {
    follow(context, context.getCurrentAddress());
  }

  @Override
  public void removeRuntime(OperationContext context, ModelNode model)
      throws OperationFailedException {
    follow(context, context.getCurrentAddress());
  }

  /** Returns a handler for what is below a service. */
  ResourceOperationRuntimeHandler ofChild() {
    return new ResourceOperationRuntimeHandler() {
      @Override
      public void addRuntime(OperationContext context, ModelNode model)
          throws OperationFailedException {
        // At boot the service's own step, which runs when the whole model is there, is enough.
        if (!context.isBooting()) {
          follow(context, context.getCurrentAddress().getParent());
        }
      }

      @Override
      public void removeRuntime(OperationContext context, ModelNode model)
          throws OperationFailedException {
        follow(context, context.getCurrentAddress().getParent());
      }
    };
  }

  /**
   * Makes the running service what the model says, once per operation; in a rollback, what the
   * model said before. All that can be refused is refused before the running service is touched.
   */
  void follow(OperationContext context, PathAddress service) throws OperationFailedException {
    PathElement path = service.getLastElement();
    if (context.isBooting()) {
      plan(context, path, context.readResourceFromRoot(service.getParent())).install(context);
    } else if (!context.isRollbackOnly()) {
      Optional<Resource> now = current(context, service.getParent());
      refuseWhatIsTaken(context, path, now);
      if (context.markResourceRestarted(service, this)) {
        restart(context, path, now);
      }
    } else if (context.revertResourceRestarted(service, this)) {
      restart(context, path, original(context, service.getParent()));
    }
  }

  /** A running service must not end for the sake of an address that it could not get. */
  private void refuseWhatIsTaken(
      OperationContext context, PathElement path, Optional<Resource> subsystem)
      throws OperationFailedException {
    Optional<Engine> running = engine.get();
    if (running.isEmpty() || subsystem.isEmpty() || !subsystem.get().hasChild(path)) {
      return;
    }
    String name = path.getValue();
    ModelNode model = context.resolveExpressions(Resource.Tools.readModel(subsystem.get()));
    ModelRules.checkService(model, name);
    Optional<String> obstacle = running.get().obstacle(name, ServiceModel.addresses(model, name));
    if (obstacle.isPresent()) {
      throw new OperationFailedException(
          "service '" + name + "' stays as it is: " + obstacle.get());
    }
  }

  private static Optional<Resource> current(OperationContext context, PathAddress subsystem) {
    Resource root = context.readResourceFromRoot(PathAddress.EMPTY_ADDRESS, false);
    return root.hasChild(subsystem.getLastElement())
        ? Optional.of(context.readResourceFromRoot(subsystem))
        : Optional.empty();
  }

  private static Optional<Resource> original(OperationContext context, PathAddress subsystem) {
    return Optional.ofNullable(
        context.getOriginalRootResource().getChild(subsystem.getLastElement()));
  }

  private static void restart(
      OperationContext context, PathElement path, Optional<Resource> subsystem)
      throws OperationFailedException {
    ResourceServiceInstaller plan =
        subsystem.isPresent()
            ? plan(context, path, subsystem.get())
            : ResourceServiceInstaller.NONE;
    context.removeService(PARENT.append(path.getValue()));
    if (engineRuns(context)) {
      plan.install(context);
    } else {
      // The subsystem was added since the last reload, or the engine did not start: this service
      // starts with it.
      context.reloadRequired();
    }
  }

  private static boolean engineRuns(OperationContext context) {
    ServiceController<?> engine = context.getServiceRegistry(false).getService(ENGINE);
    return engine != null && engine.getState() == ServiceController.State.UP;
  }

  private static ResourceServiceInstaller plan(
      OperationContext context, PathElement path, Resource subsystem)
      throws OperationFailedException {
    if (!subsystem.hasChild(path)) {
      return ResourceServiceInstaller.NONE;
    }
    String name = path.getValue();
    ModelNode model = context.resolveExpressions(Resource.Tools.readModel(subsystem));
    ModelRules.checkService(model, name);
    ServiceConfig service = ServiceModel.config(model, name);
    List<AddressConfig> addresses = ServiceModel.addresses(model, name);
    warnOfMissingDevices(name, addresses);
    return installer(service, addresses, ServiceModel.policy(model, name));
  }

  private static ServiceInstaller installer(
      ServiceConfig service, List<AddressConfig> addresses, AddressPolicy policy) {
    ServiceDependency<Engine> engine = ServiceDependency.on(ENGINE);
    return ServiceInstaller.builder(
            () -> {
              engine.get().addService(service, addresses, policy);
              return service.name();
            })
        .provides(PARENT.append(service.name()))
        .requires(engine)
        .onStop(name -> engine.get().removeService(name))
        .startWhen(StartWhen.INSTALLED)
        .blocking()
        .build();
  }

  private static void warnOfMissingDevices(String service, List<AddressConfig> addresses) {
    for (AddressConfig address : addresses) {
      Devices.problemWith(address.device())
          .ifPresent(
              problem ->
                  LOG.warnf(
                      "Service '%s' can not be UP here: its address %s/%d is on a device that is"
                          + " missing: %s",
                      service,
                      address.address().getHostAddress(),
                      address.prefixLength(),
                      problem));
    }
  }
}
