package org.batonha.sample;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How many nodes have a copy of this application's sessions, as the session cache's own MBeans
 * (Infinispan's, in WildFly's domain) tell it: its members, its number of owners, and whether
 * copies are under way. It speaks of what earlier requests changed: WildFly copies a session after
 * the answer has left.
 *
 * @param state what that comes to
 * @param copies the number of nodes with a copy; 0 when unknown
 * @param members the nodes among which the copies are
 */
record SessionCopies(State state, int copies, List<String> members) {
  private static final Logger LOG = System.getLogger(SessionCopies.class.getName());

  private static final String DOMAIN = "org.wildfly.clustering.infinispan";
  private static final String OWNERS = "clustering.hash.numOwners";

  /** Whether a session would outlive its node. */
  enum State {
    /** Two nodes or more have it. */
    REPLICATED,
    /** One node has it: it would die with that node. */
    ALONE,
    /** The cluster has changed and copies are under way. */
    MOVING,
    /** The server keeps no distributed sessions for this application, or does not tell. */
    UNKNOWN
  }

  private static final SessionCopies UNKNOWN = new SessionCopies(State.UNKNOWN, 0, List.of());

  /**
   * Reads the state from the MBeans of one server.
   *
   * @param deployment the application's file name, for example {@code sample.war}
   */
  static SessionCopies of(MBeanServer beans, String deployment) {
    try {
      Set<ObjectName> caches =
          beans.queryNames(
              new ObjectName(DOMAIN + ":type=Cache,manager=\"web\",component=RpcManager,*"), null);
      for (ObjectName rpc : caches) {
        if (cacheName(rpc).contains(deployment + "(")) {
          return read(beans, rpc);
        }
      }
    } catch (JMException | IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "the session cache does not tell where its copies are", e);
    }
    return UNKNOWN;
  }

  private static String cacheName(ObjectName name) {
    return ObjectName.unquote(name.getKeyProperty("name"));
  }

  private static SessionCopies read(MBeanServer beans, ObjectName rpc) throws JMException {
    List<String> members = list((String) beans.getAttribute(rpc, "committedViewAsString"));
    boolean changing = !list((String) beans.getAttribute(rpc, "pendingViewAsString")).isEmpty();
    ObjectName transfer = sibling(rpc, "StateTransferManager");
    boolean moving = changing || (Boolean) beans.getAttribute(transfer, "stateTransferInProgress");
    int copies = Math.min(members.size(), owners(beans, rpc, members.size()));
    State settled = copies > 1 ? State.REPLICATED : State.ALONE;
    return new SessionCopies(moving ? State.MOVING : settled, copies, members);
  }

  private static int owners(MBeanServer beans, ObjectName rpc, int members) throws JMException {
    if (cacheName(rpc).endsWith("(repl_sync)")) {
      return members;
    }
    Properties configuration =
        (Properties) beans.getAttribute(sibling(rpc, "Cache"), "configurationAsProperties");
    return Integer.parseInt(configuration.getProperty(OWNERS));
  }

  private static ObjectName sibling(ObjectName rpc, String component) throws JMException {
    return new ObjectName(
        DOMAIN
            + ":type=Cache,manager=\"web\",component="
            + component
            + ",name="
            + rpc.getKeyProperty("name"));
  }

  /** Reads {@code [n1, n2]}; none, {@code null} and {@code "null"} are an empty list. */
  private static List<String> list(String text) {
    if (text == null || !text.startsWith("[") || !text.endsWith("]")) {
      return List.of();
    }
    Stream<String> names = Arrays.stream(text.substring(1, text.length() - 1).split(","));
    return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
  }
}
