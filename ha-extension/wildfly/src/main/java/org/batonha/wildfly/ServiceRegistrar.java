package org.batonha.wildfly;

import java.util.Set;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.ResourceRegistration;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.controller.registry.OperationEntry;
import org.wildfly.subsystem.resource.ChildResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.executor.MetricOperationStepHandler;
import org.wildfly.subsystem.resource.executor.RuntimeOperationStepHandler;

/** {@code service=NAME}: what moves between nodes as one, and in what order of preference. */
final class ServiceRegistrar implements ChildResourceDefinitionRegistrar {
  static final ResourceRegistration REGISTRATION =
      ResourceRegistration.of(PathElement.pathElement("service"));
  static final ParentResourceDescriptionResolver RESOLVER =
      BatonRegistrar.RESOLVER.createChildResolver(REGISTRATION.getPathElement());

  static final AttributeDefinition PREFERENCE =
      new StringListAttributeDefinition.Builder("preference").setAllowExpression(true).build();

  private final EngineReference engine;

  ServiceRegistrar(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ManagementResourceRegistration register(
      ManagementResourceRegistration parent, ManagementResourceRegistrationContext context) {
    ServiceRuntime runtime = new ServiceRuntime(engine);
    ResourceDescriptor descriptor =
        ResourceDescriptor.builder(RESOLVER)
            .addAttribute(PREFERENCE, new RestartingWrite(runtime, address -> address))
            .withRuntimeHandler(runtime)
            .withRemoveOperationRestartFlag(OperationEntry.Flag.RESTART_NONE)
            .withOperationTransformation(Set.of(ModelDescriptionConstants.ADD), ModelCheck::after)
            .build();
    ManagementResourceRegistration registration =
        parent.registerSubModel(ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
    ManagementResourceRegistrar.of(descriptor).register(registration);
    new AddressRegistrar(runtime).register(registration, context);
    if (context.isRuntimeOnlyRegistrationValid()) {
      ServiceExecutor executor = new ServiceExecutor(engine);
      new MetricOperationStepHandler<>(executor, ServiceMetric.class).register(registration);
      new RuntimeOperationStepHandler<>(executor, ServiceOperation.class).register(registration);
    }
    return registration;
  }
}
