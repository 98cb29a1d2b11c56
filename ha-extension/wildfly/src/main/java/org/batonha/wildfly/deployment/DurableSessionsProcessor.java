package org.batonha.wildfly.deployment;

import java.util.Optional;
import org.batonha.sessions.DurableSessions;
import org.batonha.sessions.DurableSessionsExtension;
import org.batonha.wildfly.DurableReference;
import org.jboss.as.server.deployment.AttachmentKey;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.web.common.WarMetaData;
import org.jboss.logging.Logger;
import org.jboss.metadata.javaee.spec.ParamValueMetaData;
import org.jboss.metadata.web.jboss.JBossWebMetaData;
import org.wildfly.extension.undertow.deployment.UndertowAttachments;

/**
 * Makes the sessions of an application durable, where that is switched on, the application is
 * distributable, and does not decline by the context parameter {@value #PARAMETER}.
 */
final class DurableSessionsProcessor implements DeploymentUnitProcessor {
  /** The context parameter by which an application declines. */
  static final String PARAMETER = "org.batonha.sessions.durable";

  /** What is to see the commits of the deployment. */
  static final AttachmentKey<LateWitness> WITNESS = AttachmentKey.create(LateWitness.class);

  private static final Logger LOG = Logger.getLogger(DurableSessionsProcessor.class);

  private final DurableReference sessions;

  DurableSessionsProcessor(DurableReference sessions) {
    this.sessions = sessions;
  }

  @Override
  public void deploy(DeploymentPhaseContext context) {
    DeploymentUnit unit = context.getDeploymentUnit();
    WarMetaData war = unit.getAttachment(WarMetaData.ATTACHMENT_KEY);
    Optional<DurableSessions> durable = sessions.get();
    if (war == null || durable.isEmpty()) {
      return;
    }
    JBossWebMetaData web = war.getMergedJBossWebMetaData();
    if (web == null || web.getDistributable() == null) {
      return;
    }
    if (declines(web)) {
      LOG.infof("The sessions of %s are not durable: it declines", unit.getName());
      return;
    }
    LateWitness witness = new LateWitness(durable.get().caches());
    unit.putAttachment(WITNESS, witness);
    unit.addToAttachmentList(
        UndertowAttachments.UNDERTOW_SERVLET_EXTENSIONS,
        new DurableSessionsExtension(durable.get(), witness));
    LOG.infof("The sessions of %s are durable", unit.getName());
  }

  private static boolean declines(JBossWebMetaData web) {
    if (web.getContextParams() == null) {
      return false;
    }
    for (ParamValueMetaData parameter : web.getContextParams()) {
      if (parameter.getParamName().equals(PARAMETER)) {
        return parameter.getParamValue().strip().equalsIgnoreCase("false");
      }
    }
    return false;
  }
}
