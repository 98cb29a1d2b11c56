package org.batonha.wildfly;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.batonha.core.ServiceConfig;
import org.batonha.engine.AddressPolicy;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.ResourceRegistration;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.operations.validation.IntRangeValidator;
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
import org.wildfly.subsystem.resource.executor.RuntimeOperationStepHandler;

/** {@code service=NAME}: what moves between nodes as one, when, and in what order of preference. */
final class ServiceRegistrar implements ChildResourceDefinitionRegistrar {
  static final ResourceRegistration REGISTRATION =
      ResourceRegistration.of(PathElement.pathElement("service"));
  static final ParentResourceDescriptionResolver RESOLVER =
      BatonRegistrar.RESOLVER.createChildResolver(REGISTRATION.getPathElement());

  static final AttributeDefinition PREFERENCE =
      new StringListAttributeDefinition.Builder("preference").setAllowExpression(true).build();
  static final AttributeDefinition FAILBACK =
      new SimpleAttributeDefinitionBuilder("failback", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("manual"))
          .setValidator(new StringAllowedValuesValidator("manual", "auto"))
          .build();
  static final AttributeDefinition FAILBACK_DELAY =
      new SimpleAttributeDefinitionBuilder("failback-delay", ModelType.LONG, true)
          .setAllowExpression(true)
          .setMeasurementUnit(MeasurementUnit.MILLISECONDS)
          .setDefaultValue(new ModelNode(ServiceConfig.DEFAULT_FAILBACK_DELAY.toMillis()))
          .setValidator(new LongRangeValidator(0, ServiceModel.MOST_MILLIS))
          .build();
  static final AttributeDefinition FLAP_LIMIT =
      new SimpleAttributeDefinitionBuilder("flap-limit", ModelType.INT, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(ServiceConfig.DEFAULT_FLAP_LIMIT))
          .setValidator(new IntRangeValidator(0, 1000))
          .build();
  static final AttributeDefinition FLAP_WINDOW =
      new SimpleAttributeDefinitionBuilder("flap-window", ModelType.LONG, true)
          .setAllowExpression(true)
          .setMeasurementUnit(MeasurementUnit.MILLISECONDS)
          .setDefaultValue(new ModelNode(ServiceConfig.DEFAULT_FLAP_WINDOW.toMillis()))
          .setValidator(new LongRangeValidator(1, ServiceModel.MOST_MILLIS))
          .build();
  static final AttributeDefinition TOGETHER_WITH =
      new StringListAttributeDefinition.Builder("together-with")
          .setRequired(false)
          .setAllowExpression(true)
          .build();
  static final AttributeDefinition APART_FROM =
      new StringListAttributeDefinition.Builder("apart-from")
          .setRequired(false)
          .setAllowExpression(true)
          .build();
  static final AttributeDefinition RECLAIM =
      new SimpleAttributeDefinitionBuilder("reclaim", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("preferred"))
          .setValidator(new StringAllowedValuesValidator("preferred", "newest-epoch"))
          .build();
  static final AttributeDefinition DRAIN_TIMEOUT =
      new SimpleAttributeDefinitionBuilder("drain-timeout", ModelType.LONG, true)
          .setAllowExpression(true)
          .setMeasurementUnit(MeasurementUnit.MILLISECONDS)
          .setDefaultValue(new ModelNode(ServiceConfig.DEFAULT_DRAIN_TIMEOUT.toMillis()))
          .setValidator(new LongRangeValidator(0, ServiceConfig.LONGEST_DRAIN.toMillis()))
          .build();
  static final AttributeDefinition PROBE_NUM =
      new SimpleAttributeDefinitionBuilder("probe-num", ModelType.INT, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(AddressPolicy.DEFAULT.probeNum()))
          .setValidator(new IntRangeValidator(0, AddressPolicy.PROBE_NUM_LIMIT))
          .build();
  static final AttributeDefinition PROBE_INTERVAL =
      probeTime("probe-interval", AddressPolicy.DEFAULT.probeInterval());
  static final AttributeDefinition ANNOUNCE_WAIT =
      probeTime("announce-wait", AddressPolicy.DEFAULT.announceWait());
  static final AttributeDefinition ANNOUNCE_TO =
      new StringListAttributeDefinition.Builder("announce-to")
          .setRequired(false)
          .setAllowExpression(true)
          .build();
  static final AttributeDefinition ANNOUNCE_NEIGHBOURS =
      new SimpleAttributeDefinitionBuilder("announce-neighbours", ModelType.BOOLEAN, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(AddressPolicy.DEFAULT.announceNeighbours()))
          .build();
  static final AttributeDefinition ANNOUNCE_REFRESH =
      new SimpleAttributeDefinitionBuilder("announce-refresh", ModelType.LONG, true)
          .setAllowExpression(true)
          .setMeasurementUnit(MeasurementUnit.SECONDS)
          .setDefaultValue(new ModelNode(AddressPolicy.DEFAULT.announceRefresh().toSeconds()))
          .setValidator(new LongRangeValidator(0, AddressPolicy.REFRESH_LIMIT.toSeconds()))
          .build();
  static final AttributeDefinition ON_CONFLICT = choice("on-conflict", "defend", "yield");
  static final AttributeDefinition ON_REMOVAL = choice("on-removal", "restore", "yield");
  static final AttributeDefinition ON_CARRIER_LOSS = choice("on-carrier-loss", "keep", "yield");
  static final AttributeDefinition TICKLE =
      new SimpleAttributeDefinitionBuilder("tickle", ModelType.BOOLEAN, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(AddressPolicy.DEFAULT.tickle()))
          .build();
  static final AttributeDefinition VMAC =
      new SimpleAttributeDefinitionBuilder("vmac", ModelType.BOOLEAN, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(AddressPolicy.DEFAULT.vmac()))
          .build();
  static final List<AttributeDefinition> ATTRIBUTES =
      List.of(
          PREFERENCE,
          FAILBACK,
          FAILBACK_DELAY,
          FLAP_LIMIT,
          FLAP_WINDOW,
          TOGETHER_WITH,
          APART_FROM,
          RECLAIM,
          DRAIN_TIMEOUT,
          PROBE_NUM,
          PROBE_INTERVAL,
          ANNOUNCE_WAIT,
          ANNOUNCE_TO,
          ANNOUNCE_NEIGHBOURS,
          ANNOUNCE_REFRESH,
          ON_CONFLICT,
          ON_REMOVAL,
          ON_CARRIER_LOSS,
          TICKLE,
          VMAC);

  private static AttributeDefinition probeTime(String name, Duration byDefault) {
    return new SimpleAttributeDefinitionBuilder(name, ModelType.LONG, true)
        .setAllowExpression(true)
        .setMeasurementUnit(MeasurementUnit.MILLISECONDS)
        .setDefaultValue(new ModelNode(byDefault.toMillis()))
        .setValidator(new LongRangeValidator(1, AddressPolicy.PROBE_TIME_LIMIT.toMillis()))
        .build();
  }

  private static AttributeDefinition choice(String name, String byDefault, String other) {
    return new SimpleAttributeDefinitionBuilder(name, ModelType.STRING, true)
        .setAllowExpression(true)
        .setDefaultValue(new ModelNode(byDefault))
        .setValidator(new StringAllowedValuesValidator(byDefault, other))
        .build();
  }

  private final EngineReference engine;

  ServiceRegistrar(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ManagementResourceRegistration register(
      ManagementResourceRegistration parent, ManagementResourceRegistrationContext context) {
    ServiceRuntime runtime = new ServiceRuntime(engine);
    FollowingWrite write =
        new FollowingWrite(step -> runtime.follow(step, step.getCurrentAddress()));
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
    new AddressRegistrar(runtime, engine).register(registration, context);
    if (context.isRuntimeOnlyRegistrationValid()) {
      ServiceExecutor executor = new ServiceExecutor(engine);
      new MetricOperationStepHandler<>(executor, ServiceMetric.class).register(registration);
      new RuntimeOperationStepHandler<>(executor, ServiceOperation.class).register(registration);
    }
    return registration;
  }
}
