package org.batonha.wildfly;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final String ANY_DEVICE = "any";

  private ModelRules() {}

  /** Checks the whole model. */
  static void checkAll(ModelNode model) throws OperationFailedException {
    checkCluster(model);
    Map<InetAddress, String> owners = new HashMap<>();
    for (Property service : services(model)) {
      checkService(model, service.getName());
      for (AddressConfig address : addresses(model, service.getName())) {
        checkOwner(owners, service.getName(), address.address());
      }
    }
  }

  /** Checks the subsystem's own attributes. */
  static void checkCluster(ModelNode model) throws OperationFailedException {
    if (isResolved(model, BatonRegistrar.NODES)) {
      checkNodes(strings(model, BatonRegistrar.NODES));
    }
    if (isResolved(model, BatonRegistrar.WITNESS)) {
      checkWitness(model, strings(model, BatonRegistrar.WITNESS));
    }
  }

  /** Checks one service and its addresses, and that its nodes are nodes of the cluster. */
  static void checkService(ModelNode model, String name) throws OperationFailedException {
    refusing(() -> addresses(model, name));
    if (isResolved(serviceModel(model, name), ServiceRegistrar.PREFERENCE)) {
      refusing(() -> service(model, name));
      checkMembers(model, name);
    }
  }

  /** Returns the service as the engine takes it. */
  static ServiceConfig service(ModelNode model, String name) {
    return new ServiceConfig(name, strings(serviceModel(model, name), ServiceRegistrar.PREFERENCE));
  }

  /**
   * Returns the addresses of a service as the engine takes them. A device that is an expression
   * stands for any: it is another one on each node.
   */
  static List<AddressConfig> addresses(ModelNode model, String name) {
    return addresses(new Property(name, serviceModel(model, name))).stream()
        .map(address -> AddressConfig.of(address.getName(), device(address.getValue())))
        .toList();
  }

  private static String device(ModelNode address) {
    ModelNode device = value(address, AddressRegistrar.DEVICE.getName());
    return device.getType() == ModelType.EXPRESSION ? ANY_DEVICE : device.asString();
  }

  static List<Property> services(ModelNode model) {
    return value(model, ServiceRegistrar.REGISTRATION.getPathElement().getKey())
        .asPropertyListOrEmpty();
  }

  static List<Property> addresses(Property service) {
    return value(service.getValue(), AddressRegistrar.REGISTRATION.getPathElement().getKey())
        .asPropertyListOrEmpty();
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

  private static ModelNode serviceModel(ModelNode model, String name) {
    return value(model, ServiceRegistrar.REGISTRATION.getPathElement().getKey(), name);
  }

  private static boolean isResolved(ModelNode model, AttributeDefinition attribute) {
    ModelNode value = value(model, attribute.getName());
    return value.getType() != ModelType.EXPRESSION
        && value.asListOrEmpty().stream().noneMatch(e -> e.getType() == ModelType.EXPRESSION);
  }

  private static void checkNodes(List<String> nodes) throws OperationFailedException {
    checkDistinct("nodes", nodes);
    for (String node : nodes) {
      if (!NODE.matcher(node).matches()) {
        throw new OperationFailedException(
            "nodes names '"
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
    for (String node : strings(serviceModel(model, service), ServiceRegistrar.PREFERENCE)) {
      if (!nodes.contains(node)) {
        throw new OperationFailedException(
            "preference of service '"
                + service
                + "' names node '"
                + node
                + "', which is not one of the cluster's nodes "
                + nodes
                + ": write one of those, or add it to nodes");
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
