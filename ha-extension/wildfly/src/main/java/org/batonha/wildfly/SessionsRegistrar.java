package org.batonha.wildfly;

import java.util.List;
import org.batonha.sessions.DurableSessions;
import org.batonha.sessions.Settings;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.ResourceRegistration;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.operations.validation.LongRangeValidator;
import org.jboss.as.controller.operations.validation.StringAllowedValuesValidator;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.controller.registry.OperationEntry;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.ChildResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.executor.MetricOperationStepHandler;

/** {@code sessions=durable}: whether answers wait for their sessions, how long, and what then. */
final class SessionsRegistrar implements ChildResourceDefinitionRegistrar {
  static final ResourceRegistration REGISTRATION =
      ResourceRegistration.of(PathElement.pathElement("sessions", "durable"));
  static final ParentResourceDescriptionResolver RESOLVER =
      BatonRegistrar.RESOLVER.createChildResolver(PathElement.pathElement("sessions"));

  static final AttributeDefinition TIMEOUT =
      new SimpleAttributeDefinitionBuilder("timeout", ModelType.LONG, true)
          .setAllowExpression(true)
          .setMeasurementUnit(MeasurementUnit.MILLISECONDS)
          .setDefaultValue(new ModelNode(Settings.DEFAULT.timeout().toMillis()))
          .setValidator(
              new LongRangeValidator(Settings.SHORTEST.toMillis(), Settings.LONGEST.toMillis()))
          .build();
  static final AttributeDefinition ON_FAILURE =
      new SimpleAttributeDefinitionBuilder("on-failure", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("fail"))
          .setValidator(new StringAllowedValuesValidator("fail", "warn"))
          .build();
  static final AttributeDefinition WITHOUT_QUORUM =
      new SimpleAttributeDefinitionBuilder("without-quorum", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("refuse"))
          .setValidator(new StringAllowedValuesValidator("refuse", "serve"))
          .build();
  static final List<AttributeDefinition> ATTRIBUTES = List.of(TIMEOUT, ON_FAILURE, WITHOUT_QUORUM);

  private final DurableReference sessions;

  SessionsRegistrar(DurableReference sessions) {
    this.sessions = sessions;
  }

  @Override
  public ManagementResourceRegistration register(
      ManagementResourceRegistration parent, ManagementResourceRegistrationContext context) {
    SessionsRuntime runtime = new SessionsRuntime(sessions);
    FollowingWrite write = new FollowingWrite(runtime::follow);
    ResourceDescriptor.Builder descriptor =
        ResourceDescriptor.builder(RESOLVER)
            .withRuntimeHandler(runtime)
            .withAddOperationRestartFlag(OperationEntry.Flag.RESTART_NONE)
            .withRemoveOperationRestartFlag(OperationEntry.Flag.RESTART_NONE);
    ATTRIBUTES.forEach(attribute -> descriptor.addAttribute(attribute, write));
    ManagementResourceRegistration registration =
        parent.registerSubModel(ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
    ManagementResourceRegistrar.of(descriptor.build()).register(registration);
    if (context.isRuntimeOnlyRegistrationValid()) {
      new MetricOperationStepHandler<>(
              (step, metric) -> {
                DurableSessions running = sessions.get().orElse(null);
                return running == null ? null : metric.execute(running);
              },
              SessionsMetric.class)
          .register(registration);
    }
    return registration;
  }
}
