package org.batonha.wildfly;

import java.util.List;
import java.util.Set;
import org.batonha.engine.Engine;
import org.batonha.wildfly.deployment.BatonDeployments;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ObjectTypeAttributeDefinition;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.as.controller.SubsystemRegistration;
import org.jboss.as.controller.SubsystemResourceRegistration;
import org.jboss.as.controller.capability.RuntimeCapability;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.descriptions.SubsystemResourceDescriptionResolver;
import org.jboss.as.controller.operations.validation.IntRangeValidator;
import org.jboss.as.controller.operations.validation.StringAllowedValuesValidator;
import org.jboss.as.controller.registry.AttributeAccess;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.controller.security.CredentialReference;
import org.jboss.as.server.ServerEnvironment;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.clustering.jgroups.spi.ForkChannelFactory;
import org.wildfly.extension.requestcontroller.RequestController;
import org.wildfly.service.Installer.StartWhen;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.SubsystemResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.capability.CapabilityReference;
import org.wildfly.subsystem.resource.capability.CapabilityReferenceAttributeDefinition;
import org.wildfly.subsystem.resource.executor.MetricOperationStepHandler;
import org.wildfly.subsystem.resource.executor.RuntimeOperationStepHandler;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;
import org.wildfly.subsystem.service.ResourceServiceConfigurator;
import org.wildfly.subsystem.service.ResourceServiceInstaller;
import org.wildfly.subsystem.service.ServiceDependency;
import org.wildfly.subsystem.service.capability.CapabilityServiceInstaller;

/** {@code /subsystem=baton}: what holds for the whole cluster, and the engine behind it. */
final class BatonRegistrar
    implements SubsystemResourceDefinitionRegistrar, ResourceServiceConfigurator {
  static final SubsystemResourceRegistration REGISTRATION =
      SubsystemResourceRegistration.of("baton");
  static final ParentResourceDescriptionResolver RESOLVER =
      new SubsystemResourceDescriptionResolver(REGISTRATION.getName(), BatonRegistrar.class);

  /** The running engine; requires the channel that the cluster talks on. */
  static final RuntimeCapability<Void> ENGINE =
      RuntimeCapability.Builder.of("org.batonha.engine", Engine.class)
          .addRequirements(ForkChannelFactory.DEFAULT_SERVICE_DESCRIPTOR.getName())
          .build();

  private static final String REQUESTS = "org.wildfly.request-controller";

  static final AttributeDefinition PRESET =
      new SimpleAttributeDefinitionBuilder("preset", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("lan"))
          .setValidator(new StringAllowedValuesValidator("fast", "lan", "wan"))
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final AttributeDefinition QUORUM =
      new SimpleAttributeDefinitionBuilder("quorum", ModelType.STRING, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode("majority"))
          .setValidator(new StringAllowedValuesValidator("majority", "witness", "none"))
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final AttributeDefinition NODES =
      new StringListAttributeDefinition.Builder("nodes")
          .setRequired(false)
          .setAllowExpression(true)
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final AttributeDefinition ARBITERS =
      new StringListAttributeDefinition.Builder("arbiters")
          .setRequired(false)
          .setAllowExpression(true)
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final AttributeDefinition WITNESS =
      new StringListAttributeDefinition.Builder("witness")
          .setRequired(false)
          .setAllowExpression(true)
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final AttributeDefinition WITNESS_MIN =
      new SimpleAttributeDefinitionBuilder("witness-min", ModelType.INT, true)
          .setAllowExpression(true)
          .setDefaultValue(new ModelNode(1))
          .setValidator(new IntRangeValidator(1))
          .setFlags(AttributeAccess.Flag.RESTART_RESOURCE_SERVICES)
          .build();
  static final CapabilityReferenceAttributeDefinition<ForkChannelFactory> CHANNEL =
      new CapabilityReferenceAttributeDefinition.Builder<>(
              "channel",
              CapabilityReference.builder(ENGINE, ForkChannelFactory.SERVICE_DESCRIPTOR).build())
          .setRequired(false)
          .build();
  static final ObjectTypeAttributeDefinition KEY =
      CredentialReference.getAttributeBuilder(true, true)
          .setFlags(AttributeAccess.Flag.RESTART_ALL_SERVICES)
          .build();
  static final List<AttributeDefinition> ATTRIBUTES =
      List.of(PRESET, QUORUM, NODES, ARBITERS, WITNESS, WITNESS_MIN, CHANNEL);

  private final EngineReference engine = new EngineReference();
  private final DurableReference sessions = new DurableReference(engine);

  @Override
  public ManagementResourceRegistration register(
      SubsystemRegistration parent, ManagementResourceRegistrationContext context) {
    ResourceOperationRuntimeHandler runtime =
        ResourceOperationRuntimeHandler.configureService(this);
    CheckedWrite write = new CheckedWrite(runtime);
    ResourceDescriptor.Builder descriptor =
        ResourceDescriptor.builder(RESOLVER)
            .addCapability(ENGINE)
            .withRuntimeHandler(runtime)
            .withOperationTransformation(Set.of(ModelDescriptionConstants.ADD), ModelCheck::after)
            .withDeploymentChainContributor(target -> BatonDeployments.register(target, sessions));
    ATTRIBUTES.forEach(attribute -> descriptor.addAttribute(attribute, write));
    descriptor.addAttribute(KEY, write);
    ManagementResourceRegistration registration =
        parent.registerSubsystemModel(ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
    ManagementResourceRegistrar.of(descriptor.build()).register(registration);
    new LinkRegistrar(engine).register(registration, context);
    new ServiceRegistrar(engine).register(registration, context);
    new SessionsRegistrar(sessions).register(registration, context);
    if (context.isRuntimeOnlyRegistrationValid()) {
      ClusterExecutor executor = new ClusterExecutor(engine);
      new MetricOperationStepHandler<>(executor, ClusterMetric.class).register(registration);
      new RuntimeOperationStepHandler<>(executor, ClusterOperation.class).register(registration);
    }
    return registration;
  }

  @Override
  public ResourceServiceInstaller configure(OperationContext context, ModelNode model)
      throws OperationFailedException {
    EngineSettings settings = EngineSettings.resolve(context, model);
    ServiceDependency<ForkChannelFactory> channels = CHANNEL.resolve(context, model);
    ServiceDependency<ServerEnvironment> environment =
        ServiceDependency.on(ServerEnvironment.SERVICE_DESCRIPTOR);
    ServiceDependency<SuspendableActivityRegistry> activities =
        ServiceDependency.on(SuspendableActivityRegistry.SERVICE_DESCRIPTOR);
    ServiceDependency<RequestController> requests = requests(context);
    EngineLifecycle lifecycle =
        new EngineLifecycle(settings, channels, environment, activities, requests);
    return ResourceServiceInstaller.combine(
        LinkRuntime.install(context, model),
        CapabilityServiceInstaller.builder(ENGINE, lifecycle)
            .requires(List.of(channels, environment, activities, requests))
            .onStop(lifecycle::stop)
            .withCaptor(engine)
            .startWhen(StartWhen.INSTALLED)
            .blocking()
            .build());
  }

  /** The subsystem that counts requests may be missing: nothing is waited for then. */
  private static ServiceDependency<RequestController> requests(OperationContext context) {
    return context.hasOptionalCapability(REQUESTS, ENGINE.getName(), null)
        ? ServiceDependency.on(REQUESTS, RequestController.class)
        : ServiceDependency.of(null);
  }
}
