package org.batonha.wildfly;

import java.util.Set;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.ResourceRegistration;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.controller.registry.OperationEntry;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.ChildResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.executor.MetricOperationStepHandler;

/** {@code service=NAME/address="IP\/PREFIX"}: an address that follows its service. */
final class AddressRegistrar implements ChildResourceDefinitionRegistrar {
  static final ResourceRegistration REGISTRATION =
      ResourceRegistration.of(PathElement.pathElement("address"));
  private static final ParentResourceDescriptionResolver RESOLVER =
      ServiceRegistrar.RESOLVER.createChildResolver(REGISTRATION.getPathElement());

  static final AttributeDefinition DEVICE =
      new SimpleAttributeDefinitionBuilder("device", ModelType.STRING)
          .setAllowExpression(true)
          .build();

  private final ServiceRuntime services;
  private final EngineReference engine;

  AddressRegistrar(ServiceRuntime services, EngineReference engine) {
    this.services = services;
    this.engine = engine;
  }

  @Override
  public ManagementResourceRegistration register(
      ManagementResourceRegistration parent, ManagementResourceRegistrationContext context) {
    ResourceDescriptor descriptor =
        ResourceDescriptor.builder(RESOLVER)
            .addAttribute(
                DEVICE,
                new FollowingWrite(
                    step -> services.follow(step, step.getCurrentAddress().getParent())))
            .withRuntimeHandler(services.ofChild())
            .withRemoveOperationRestartFlag(OperationEntry.Flag.RESTART_NONE)
            .withOperationTransformation(Set.of(ModelDescriptionConstants.ADD), ModelCheck::after)
            .build();
    ManagementResourceRegistration registration =
        parent.registerSubModel(ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
    ManagementResourceRegistrar.of(descriptor).register(registration);
    if (context.isRuntimeOnlyRegistrationValid()) {
      new MetricOperationStepHandler<>(new AddressExecutor(engine), AddressMetric.class)
          .register(registration);
    }
    return registration;
  }
}
