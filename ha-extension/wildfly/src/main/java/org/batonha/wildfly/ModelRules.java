package org.batonha.wildfly;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.batonha.core.ServiceConfig;
import org.batonha.engine.AddressConfig;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.jboss.dmr.Property;

/**
 * What must hold between the values of the subsystem. Pure: a model in, the first violation out as
 * an {@link OperationFailedException} that names the setting, the value, the bound and what to
 * write instead. A value that still is an expression satisfies every rule.
 */
final class ModelRules {
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private ModelRules() {}

  /** Checks the whole model. */
  static void checkAll(ModelNode model) throws OperationFailedException {
    checkCluster(model);
    Map<InetAddress, String> owners = new HashMap<>();
    List<ServiceConfig> resolved = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Property service : ServiceModel.all(model)) {
      String name = service.getName();
      names.add(name);
      checkService(model, name);
      if (isResolved(service.getValue(), ServiceRegistrar.PREFERENCE)) {
        resolved.add(ServiceModel.config(model, name));
      }
      for (AddressConfig address : ServiceModel.addresses(model, name)) {
        checkOwner(owners, name, address.address());
      }
    }
    CompanyRules.check(resolved, names);
    refusing(() -> LinkModel.check(model));
  }

  /** Checks the subsystem's own attributes. */
  static void checkCluster(ModelNode model) throws OperationFailedException {
    if (isResolved(model, BatonRegistrar.NODES)) {
      checkNames("nodes", strings(model, BatonRegistrar.NODES));
    }
    if (isResolved(model, BatonRegistrar.ARBITERS)) {
      checkNames("arbiters", strings(model, BatonRegistrar.ARBITERS));
    }
    if (isResolved(model, BatonRegistrar.NODES) && isResolved(model, BatonRegistrar.ARBITERS)) {
      checkVoters(model);
    }
    if (isResolved(model, BatonRegistrar.WITNESS)) {
      checkWitness(model, strings(model, BatonRegistrar.WITNESS));
    }
  }

  /** Checks one service and its addresses, and that its nodes are nodes of the cluster. */
  static void checkService(ModelNode model, String name) throws OperationFailedException {
    refusing(() -> ServiceModel.addresses(model, name));
    refusing(() -> ServiceModel.policy(model, name));
    if (isResolved(ServiceModel.of(model, name), ServiceRegistrar.PREFERENCE)) {
      refusing(() -> ServiceModel.config(model, name));
      checkMembers(model, name);
    }
  }

  static List<String> strings(ModelNode model, AttributeDefinition attribute) {
    return value(model, attribute.getName()).asListOrEmpty().stream()
        .map(ModelNode::asString)
        .toList();
  }

  /** Returns what is at a path, undefined where there is nothing; never changes the model. */
  static ModelNode value(ModelNode model, String... path) {
    return model.hasDefined(path) ? model.get(path) : new ModelNode();
  }

  /** Returns whether no part of a value is an expression. */
  static boolean isResolved(ModelNode model, AttributeDefinition attribute) {
    ModelNode value = value(model, attribute.getName());
    return value.getType() != ModelType.EXPRESSION
        && value.asListOrEmpty().stream().noneMatch(e -> e.getType() == ModelType.EXPRESSION);
  }

  /**
   * Returns an address that was written in figures; no name is looked up.
   *
   * @throws IllegalArgumentException when it is not an IP address
   */
  static InetAddress ipLiteral(String text) {
    return IpLiterals.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "witness is '"
                        + text
                        + "', which is not an IP address: write one in figures, for example"
                        + " 10.0.0.1 (names are not looked up, for DNS may be down when it"
                        + " matters)"));
  }

  private static void checkNames(String setting, List<String> nodes)
      throws OperationFailedException {
    checkDistinct(setting, nodes);
    for (String node : nodes) {
      if (!NODE.matcher(node).matches()) {
        throw new OperationFailedException(
            setting
                + " names '"
                + node
                + "', which cannot be a node: use 1 to 64 letters, digits, '.', '_' or '-', the"
                + " first a letter or a digit");
      }
    }
  }

  private static void checkDistinct(String setting, List<String> values)
      throws OperationFailedException {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw new OperationFailedException(
            setting + " names '" + value + "' twice: name each once");
      }
    }
  }

  private static void checkVoters(ModelNode model) throws OperationFailedException {
    List<String> nodes = strings(model, BatonRegistrar.NODES);
    List<String> arbiters = strings(model, BatonRegistrar.ARBITERS);
    if (!arbiters.isEmpty() && nodes.isEmpty()) {
      throw new OperationFailedException(
          "arbiters is "
              + arbiters
              + ", but nodes is empty: name the nodes that may hold services, for example"
              + " nodes=[n1, n2]");
    }
    for (String arbiter : arbiters) {
      if (nodes.contains(arbiter)) {
        throw new OperationFailedException(
            "arbiters names '"
                + arbiter
                + "', which is one of nodes, "
                + nodes
                + ": a node votes already, take it out of one of the two");
      }
    }
    int voters = nodes.size() + arbiters.size();
    if (voters > 2
        && value(model, BatonRegistrar.QUORUM.getName()).asString("").equals("witness")) {
      throw new OperationFailedException(
          "quorum is 'witness' with "
              + voters
              + " voters, nodes "
              + nodes
              + (arbiters.isEmpty() ? "" : " and arbiters " + arbiters)
              + ": it is for two nodes; set quorum=majority");
    }
  }

  private static void checkWitness(ModelNode model, List<String> witness)
      throws OperationFailedException {
    checkDistinct("witness", witness);
    for (String address : witness) {
      refusing(() -> ipLiteral(address));
    }
    ModelNode quorum = value(model, BatonRegistrar.QUORUM.getName());
    ModelNode minimum = value(model, BatonRegistrar.WITNESS_MIN.getName());
    if (witness.isEmpty()) {
      if (quorum.asString("").equals("witness")) {
        throw new OperationFailedException(
            "quorum is 'witness', but witness is empty: name the addresses to ping, for example"
                + " witness=[10.0.0.1], or set quorum=majority");
      }
      return;
    }
    if (minimum.getType() != ModelType.EXPRESSION && minimum.asInt(1) > witness.size()) {
      throw new OperationFailedException(
          "witness-min is "
              + minimum.asInt()
              + ", more than witness has addresses, "
              + witness
              + ": write "
              + (witness.size() == 1 ? "1" : "1 to " + witness.size()));
    }
  }

  private static void checkMembers(ModelNode model, String service)
      throws OperationFailedException {
    List<String> nodes = strings(model, BatonRegistrar.NODES);
    if (nodes.isEmpty() || !isResolved(model, BatonRegistrar.NODES)) {
      return;
    }
    List<String> arbiters = strings(model, BatonRegistrar.ARBITERS);
    for (String node : strings(ServiceModel.of(model, service), ServiceRegistrar.PREFERENCE)) {
      if (!nodes.contains(node)) {
        throw new OperationFailedException(
            "preference of service '"
                + service
                + "' names node '"
                + node
                + (arbiters.contains(node)
                    ? "', which is an arbiter: it votes and holds nothing, take it out"
                    : "', which is not one of the cluster's nodes "
                        + nodes
                        + ": write one of those, or add it to nodes"));
      }
    }
  }

  private static void checkOwner(
      Map<InetAddress, String> owners, String service, InetAddress address)
      throws OperationFailedException {
    String other = owners.putIfAbsent(address, service);
    if (other != null) {
      throw new OperationFailedException(
          "address "
              + address.getHostAddress()
              + " belongs to service '"
              + other
              + "' and to service '"
              + service
              + "': an address follows one service, remove one of them");
    }
  }

  private static void refusing(Runnable check) throws OperationFailedException {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new OperationFailedException(e.getMessage(), e);
    }
  }
}
