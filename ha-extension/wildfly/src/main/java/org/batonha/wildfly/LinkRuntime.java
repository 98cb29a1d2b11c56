package org.batonha.wildfly;

import java.io.IOException;
import java.util.Optional;
import org.batonha.transport.LinkSource;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.PathAddress;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.registry.Resource;
import org.jboss.as.controller.security.CredentialReference;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ValueExpression;
import org.jboss.logging.Logger;
import org.jboss.msc.service.ServiceName;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.credential.source.CredentialSource;
import org.wildfly.security.password.interfaces.ClearPassword;
import org.wildfly.service.Installer.StartWhen;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;
import org.wildfly.subsystem.service.ResourceServiceInstaller;
import org.wildfly.subsystem.service.ServiceDependency;
import org.wildfly.subsystem.service.ServiceInstaller;

/**
 * Tells the transport what the links of the model are: as a service of the subsystem, which the
 * transport waits for when the server starts, and with every change after that. A change that the
 * transport refuses is refused, and the model stays as it was.
 */
final class LinkRuntime implements ResourceOperationRuntimeHandler {
  private static final Logger LOG = Logger.getLogger(LinkRuntime.class);
  private static final ServiceName SERVICE = ServiceName.of("org", "batonha", "links");
  private static final PathElement SUBSYSTEM = BatonRegistrar.REGISTRATION.getPathElement();

  /** What the stack's transport has as its links: {@code @baton}. */
  private static final LinkSource SOURCE = LinkSource.named("baton");

  /** Without links in the model: what holds on a server that has never heard of them. */
  private static final String ELSE = "${baton.links:lan=udp}";

  @Override
  public void addRuntime(OperationContext context, ModelNode model)
      throws OperationFailedException {
    follow(context);
  }

  @Override
  public void removeRuntime(OperationContext context, ModelNode model)
      throws OperationFailedException {
    follow(context);
  }

  /** Makes the running links what the model says; in a rollback, what it said before. */
  void follow(OperationContext context) throws OperationFailedException {
    boolean started = context.getOriginalRootResource().hasChild(SUBSYSTEM);
    if (context.isBooting() || !started) {
      return; // the subsystem's own service says it
    }
    Optional<Resource> subsystem =
        context.isRollbackOnly()
            ? Optional.ofNullable(context.getOriginalRootResource().getChild(SUBSYSTEM))
            : current(context);
    if (subsystem.isEmpty()) {
      return; // it is being removed as a whole
    }
    LinkSource.Wanted wanted = wanted(context, subsystem.get());
    try {
      SOURCE.publish(wanted);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new OperationFailedException(e.getMessage(), e);
    }
    if (SOURCE.followers() == 0) {
      LOG.warn(
          "No transport follows the links of the model: the stack of the channel has to have"
              + " org.batonha.transport.REDUNDANT as its transport, with the property"
              + " links=@baton");
    }
  }

  private static Optional<Resource> current(OperationContext context) {
    Resource root = context.readResourceFromRoot(PathAddress.EMPTY_ADDRESS, false);
    return root.hasChild(SUBSYSTEM)
        ? Optional.of(context.readResourceFromRoot(PathAddress.pathAddress(SUBSYSTEM)))
        : Optional.empty();
  }

  /**
   * Returns what says the links and their key when the subsystem starts. It does not start without
   * a key that the model has, and neither does the transport then.
   */
  static ResourceServiceInstaller install(OperationContext context, ModelNode model)
      throws OperationFailedException {
    LinkSource.Wanted wanted = wanted(context, context.readResource(PathAddress.EMPTY_ADDRESS));
    ServiceDependency<CredentialSource> key =
        model.hasDefined(BatonRegistrar.KEY.getName())
            ? ServiceDependency.from(
                CredentialReference.getCredentialSourceDependency(
                    context, BatonRegistrar.KEY, model))
            : ServiceDependency.of(null);
    return ServiceInstaller.builder(
            () -> {
              try {
                SOURCE.publish(wanted, key.get() == null ? "" : secret(key.get()));
              } catch (IOException e) {
                throw new IllegalStateException(
                    "The links of Baton are not started: " + e.getMessage(), e);
              }
              return wanted;
            })
        .requires(key)
        .provides(SERVICE)
        .onStop(same -> SOURCE.withdraw())
        .startWhen(StartWhen.INSTALLED)
        .blocking()
        .build();
  }

  private static String secret(CredentialSource source) throws IOException {
    PasswordCredential credential = source.getCredential(PasswordCredential.class);
    ClearPassword password =
        credential == null ? null : credential.getPassword(ClearPassword.class);
    if (password == null) {
      throw new IOException(
          "the credential store has no password under the alias of credential-reference: add it");
    }
    return new String(password.getPassword());
  }

  private static LinkSource.Wanted wanted(OperationContext context, Resource subsystem)
      throws OperationFailedException {
    ModelNode model = context.resolveExpressions(Resource.Tools.readModel(subsystem));
    try {
      LinkModel.check(model);
      LinkSource.Wanted wanted = LinkModel.wanted(model);
      return wanted.links().isEmpty() ? elsewhere(context) : wanted;
    } catch (IllegalArgumentException e) {
      throw new OperationFailedException(e.getMessage(), e);
    }
  }

  private static LinkSource.Wanted elsewhere(OperationContext context)
      throws OperationFailedException {
    ModelNode expression = new ModelNode(new ValueExpression(ELSE));
    LinkSource.Wanted links =
        new LinkSource.Wanted(context.resolveExpressions(expression).asString());
    links.check();
    return links;
  }
}
