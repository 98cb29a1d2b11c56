package org.batonha.wildfly.deployment;

import java.util.Optional;
import org.batonha.wildfly.DurableReference;
import org.jboss.as.server.DeploymentProcessorTarget;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.Phase;
import org.jboss.as.weld.Capabilities;
import org.jboss.as.weld.WeldCapability;

/** Puts Baton's processors into the server's deployment chain. */
public final class BatonDeployments {
  private static final String SUBSYSTEM = "baton";

  private BatonDeployments() {}

  /**
   * Adds the processors to the chain.
   *
   * @param sessions durable sessions, as they are when an application is deployed
   */
  public static void register(DeploymentProcessorTarget target, DurableReference sessions) {
    target.addDeploymentProcessor(
        SUBSYSTEM,
        Phase.PARSE,
        Phase.PARSE_WELD_IMPLICIT_DEPLOYMENT_DETECTION + 1,
        new SingletonDetectionProcessor());
    target.addDeploymentProcessor(
        SUBSYSTEM,
        Phase.DEPENDENCIES,
        Phase.DEPENDENCIES_SINGLETON_DEPLOYMENT + 1,
        new ModuleDependencyProcessor());
    if (hasUndertow()) {
      target.addDeploymentProcessor(
          SUBSYSTEM,
          Phase.INSTALL,
          Phase.INSTALL_WAR_DEPLOYMENT - 1,
          new DurableSessionsProcessor(sessions));
      target.addDeploymentProcessor(
          SUBSYSTEM, Phase.INSTALL, Phase.INSTALL_WAR_DEPLOYMENT + 1, new SessionCacheProcessor());
    }
  }

  /** A server may have no servlets; then there is nothing to make durable. */
  private static boolean hasUndertow() {
    try {
      Class.forName(
          "org.wildfly.extension.undertow.deployment.UndertowAttachments",
          false,
          BatonDeployments.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Returns the server's CDI, if it has one. */
  static Optional<WeldCapability> weld(DeploymentUnit unit) {
    return unit.getAttachment(Attachments.CAPABILITY_SERVICE_SUPPORT)
        .getOptionalCapabilityRuntimeAPI(Capabilities.WELD_CAPABILITY_NAME, WeldCapability.class);
  }
}
