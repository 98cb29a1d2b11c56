package org.batonha.wildfly;

import java.util.List;
import java.util.Set;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.ResourceRegistration;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.operations.validation.IntRangeValidator;
import org.jboss.as.controller.operations.validation.StringAllowedValuesValidator;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.controller.registry.OperationEntry;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.ChildResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.executor.MetricOperationStepHandler;

/** {@code link=NAME}: one path to the other nodes. */
final class LinkRegistrar implements ChildResourceDefinitionRegistrar {
  static final ResourceRegistration REGISTRATION =
      ResourceRegistration.of(PathElement.pathElement("link"));
  static final ParentResourceDescriptionResolver RESOLVER =
      BatonRegistrar.RESOLVER.createChildResolver(REGISTRATION.getPathElement());

  static final AttributeDefinition PROTOCOL =
      new SimpleAttributeDefinitionBuilder("protocol", ModelType.STRING)
          .setAllowExpression(true)
          .setValidator(new StringAllowedValuesValidator("udp", "tcp", "serial"))
          .build();
  static final AttributeDefinition INTERFACE =
      new SimpleAttributeDefinitionBuilder("interface", ModelType.STRING, true)
          .setAllowExpression(true)
          .build();
  static final AttributeDefinition PORT =
      new SimpleAttributeDefinitionBuilder("port", ModelType.INT, true)
          .setAllowExpression(true)
          .setValidator(new IntRangeValidator(1, 65_535))
          .build();
  static final AttributeDefinition BAUD =
      new SimpleAttributeDefinitionBuilder("baud", ModelType.INT, true)
          .setAllowExpression(true)
          .setValidator(new IntRangeValidator(9_600, 4_000_000))
          .build();
  static final AttributeDefinition PRIORITY =
      new SimpleAttributeDefinitionBuilder("priority", ModelType.INT, true)
          .setAllowExpression(true)
          .setValidator(new IntRangeValidator(0, 255))
          .build();
  static final AttributeDefinition HOSTS =
      new StringListAttributeDefinition.Builder("hosts")
          .setRequired(false)
          .setAllowExpression(true)
          .build();
  static final List<AttributeDefinition> ATTRIBUTES =
      List.of(PROTOCOL, INTERFACE, PORT, BAUD, PRIORITY, HOSTS);

  private final EngineReference engine;

  LinkRegistrar(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ManagementResourceRegistration register(
      ManagementResourceRegistration parent, ManagementResourceRegistrationContext context) {
    LinkRuntime runtime = new LinkRuntime();
    FollowingWrite write = new FollowingWrite(runtime::follow);
    ResourceDescriptor.Builder descriptor =
        ResourceDescriptor.builder(RESOLVER)
            .withRuntimeHandler(runtime)
            .withRemoveOperationRestartFlag(OperationEntry.Flag.RESTART_NONE)
            .withOperationTransformation(
                Set.of(ModelDescriptionConstants.ADD, ModelDescriptionConstants.REMOVE),
                ModelCheck::after);
    ATTRIBUTES.forEach(attribute -> descriptor.addAttribute(attribute, write));
    ManagementResourceRegistration registration =
        parent.registerSubModel(ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
    ManagementResourceRegistrar.of(descriptor.build()).register(registration);
    if (context.isRuntimeOnlyRegistrationValid()) {
      new MetricOperationStepHandler<>(new LinkExecutor(engine), LinkMetric.class)
          .register(registration);
    }
    return registration;
  }
}
