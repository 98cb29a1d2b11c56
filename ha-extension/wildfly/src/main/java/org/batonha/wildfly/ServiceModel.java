package org.batonha.wildfly;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.batonha.core.Failback;
import org.batonha.core.Reclaim;
import org.batonha.core.ServiceConfig;
import org.batonha.engine.AddressConfig;
import org.batonha.engine.AddressPolicy;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.jboss.dmr.Property;

/**
 * The services of the model, as the engine takes them. What is wrong is an {@link
 * IllegalArgumentException} that says what to write instead.
 */
final class ServiceModel {
  /** The longest time that can be written, in ms: a hundred years, so that nothing overflows. */
  static final long MOST_MILLIS = Duration.ofDays(36_500).toMillis();

  private static final String ANY_DEVICE = "any";

  private ServiceModel() {}

  /** Returns all services, the names and what is below them. */
  static List<Property> all(ModelNode model) {
    return ModelRules.value(model, ServiceRegistrar.REGISTRATION.getPathElement().getKey())
        .asPropertyListOrEmpty();
  }

  /** Returns what is below one service. */
  static ModelNode of(ModelNode model, String name) {
    return ModelRules.value(model, ServiceRegistrar.REGISTRATION.getPathElement().getKey(), name);
  }

  /**
   * Returns one service. In place of a value that is an expression, the default is taken; its
   * preference must be resolved.
   */
  static ServiceConfig config(ModelNode model, String name) {
    ModelNode service = of(model, name);
    String of = " of service '" + name + "'";
    return new ServiceConfig(
        name,
        ModelRules.strings(service, ServiceRegistrar.PREFERENCE),
        constant(Failback.class, service, ServiceRegistrar.FAILBACK, of),
        Duration.ofMillis(number(service, ServiceRegistrar.FAILBACK_DELAY, of)),
        Math.toIntExact(number(service, ServiceRegistrar.FLAP_LIMIT, of)),
        Duration.ofMillis(number(service, ServiceRegistrar.FLAP_WINDOW, of)),
        resolvedStrings(service, ServiceRegistrar.TOGETHER_WITH),
        resolvedStrings(service, ServiceRegistrar.APART_FROM),
        constant(Reclaim.class, service, ServiceRegistrar.RECLAIM, of),
        Duration.ofMillis(number(service, ServiceRegistrar.DRAIN_TIMEOUT, of)));
  }

  /**
   * Returns how a service's addresses are taken, told and watched. In place of a value that is an
   * expression, the default is taken.
   */
  static AddressPolicy policy(ModelNode model, String name) {
    ModelNode service = of(model, name);
    String of = " of service '" + name + "'";
    return new AddressPolicy(
        Math.toIntExact(number(service, ServiceRegistrar.PROBE_NUM, of)),
        Duration.ofMillis(number(service, ServiceRegistrar.PROBE_INTERVAL, of)),
        Duration.ofMillis(number(service, ServiceRegistrar.ANNOUNCE_WAIT, of)),
        resolvedStrings(service, ServiceRegistrar.ANNOUNCE_TO).stream()
            .map(host -> host(host, of))
            .toList(),
        truth(service, ServiceRegistrar.ANNOUNCE_NEIGHBOURS, of),
        Duration.ofSeconds(number(service, ServiceRegistrar.ANNOUNCE_REFRESH, of)),
        constant(AddressPolicy.OnConflict.class, service, ServiceRegistrar.ON_CONFLICT, of),
        constant(AddressPolicy.OnRemoval.class, service, ServiceRegistrar.ON_REMOVAL, of),
        constant(AddressPolicy.OnCarrierLoss.class, service, ServiceRegistrar.ON_CARRIER_LOSS, of),
        truth(service, ServiceRegistrar.TICKLE, of),
        truth(service, ServiceRegistrar.VMAC, of));
  }

  private static InetAddress host(String text, String of) {
    return IpLiterals.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "announce-to"
                        + of
                        + " names '"
                        + text
                        + "', which is not an IP address: write one in figures, such as 10.0.0.1"));
  }

  private static boolean truth(ModelNode service, AttributeDefinition attribute, String of) {
    String value = valueOrDefault(service, attribute).asString();
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          attribute.getName() + of + " is '" + value + "': write true or false");
    }
    return value.equals("true");
  }

  private static List<String> resolvedStrings(ModelNode service, AttributeDefinition attribute) {
    return ModelRules.isResolved(service, attribute)
        ? ModelRules.strings(service, attribute)
        : List.of();
  }

  private static ModelNode valueOrDefault(ModelNode service, AttributeDefinition attribute) {
    ModelNode value = ModelRules.value(service, attribute.getName());
    boolean given = value.isDefined() && value.getType() != ModelType.EXPRESSION;
    return given ? value : attribute.getDefaultValue();
  }

  private static long number(ModelNode service, AttributeDefinition attribute, String of) {
    ModelNode value = valueOrDefault(service, attribute);
    long number;
    try {
      number = value.asLong();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          attribute.getName() + of + " is '" + value.asString() + "': write a whole number", e);
    }
    if (Math.abs(number) > MOST_MILLIS) {
      throw new IllegalArgumentException(
          attribute.getName() + of + " is " + number + ": write at most " + MOST_MILLIS);
    }
    return number;
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, ModelNode service, AttributeDefinition attribute, String of) {
    String value = valueOrDefault(service, attribute).asString();
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        attribute.getName()
            + of
            + " is '"
            + value
            + "': write one of "
            + List.of(type.getEnumConstants()).stream().map(ServiceModel::written).toList());
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<Property> addresses(Property service) {
    return ModelRules.value(
            service.getValue(), AddressRegistrar.REGISTRATION.getPathElement().getKey())
        .asPropertyListOrEmpty();
  }

  /**
   * Returns the addresses of a service. A device that is an expression stands for any: it is
   * another one on each node.
   */
  static List<AddressConfig> addresses(ModelNode model, String name) {
    return addresses(new Property(name, of(model, name))).stream()
        .map(address -> AddressConfig.of(address.getName(), device(address.getValue())))
        .toList();
  }

  private static String device(ModelNode address) {
    ModelNode device = ModelRules.value(address, AddressRegistrar.DEVICE.getName());
    return device.getType() == ModelType.EXPRESSION ? ANY_DEVICE : device.asString();
  }
}
