package org.batonha.wildfly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.batonha.transport.LinkSource;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.jboss.dmr.Property;

/**
 * The links of the model, as the transport takes them. What is wrong is an {@link
 * IllegalArgumentException} that says what to write instead.
 */
final class LinkModel {
  private static final int FIRST_PRIORITY = 8;

  private LinkModel() {}

  /** Returns all links, the names and what is below them. */
  static List<Property> all(ModelNode model) {
    return ModelRules.value(model, LinkRegistrar.REGISTRATION.getPathElement().getKey())
        .asPropertyListOrEmpty();
  }

  /**
   * Returns the links and hosts as the transport's properties have them; empty when the model names
   * none. No value may be an expression.
   */
  static LinkSource.Wanted wanted(ModelNode model) {
    List<String> entries = new ArrayList<>();
    List<String> hosts = new ArrayList<>();
    for (Property link : all(model)) {
      entries.add(entry(link.getName(), link.getValue(), FIRST_PRIORITY - entries.size()));
      for (ModelNode host :
          ModelRules.value(link.getValue(), LinkRegistrar.HOSTS.getName()).asListOrEmpty()) {
        hosts.add(link.getName() + "=" + bracketed(host.asString()));
      }
    }
    return new LinkSource.Wanted(String.join(",", entries), String.join(",", hosts));
  }

  /** An IPv6 address alone needs no brackets in the model; the transport's list wants them. */
  private static String bracketed(String host) {
    boolean bareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    return bareIpv6 ? "[" + host + "]" : host;
  }

  /** Checks them as far as no value is an expression. */
  static void check(ModelNode model) {
    List<Property> links = all(model);
    boolean resolved =
        links.stream()
            .flatMap(link -> link.getValue().asPropertyListOrEmpty().stream())
            .map(Property::getValue)
            .flatMap(
                value ->
                    value.getType() == ModelType.LIST ? value.asList().stream() : Stream.of(value))
            .noneMatch(value -> value.getType() == ModelType.EXPRESSION);
    if (!links.isEmpty() && resolved) {
      wanted(model).check();
    }
  }

  private static String entry(String name, ModelNode link, int place) {
    String protocol = string(link, LinkRegistrar.PROTOCOL);
    String device = string(link, LinkRegistrar.INTERFACE);
    String port = string(link, LinkRegistrar.PORT);
    String baud = string(link, LinkRegistrar.BAUD);
    String priority = string(link, LinkRegistrar.PRIORITY);
    boolean serial = "serial".equals(protocol);
    refuse(serial && device.isEmpty(), name, "is serial and names no device: set interface to it");
    refuse(serial && !port.isEmpty(), name, "is serial and has a port: take it out, or set baud");
    refuse(
        serial && ModelRules.value(link, LinkRegistrar.HOSTS.getName()).isDefined(),
        name,
        "is serial and has hosts: take them out");
    refuse(serial && !priority.isEmpty(), name, "is serial and has a priority: take it out");
    refuse(!serial && !baud.isEmpty(), name, "is not serial and has a baud rate: take it out");
    refuse(
        !serial && !port.isEmpty() && device.isEmpty(),
        name,
        "has a port but no interface: set both, or neither");
    StringBuilder entry = new StringBuilder(name).append('=').append(protocol);
    if (!device.isEmpty()) {
      entry.append(':').append(device.indexOf(':') < 0 ? device : "[" + device + "]");
    }
    String number = serial ? baud : port;
    if (!number.isEmpty()) {
      entry.append(':').append(number);
    }
    if (!serial) {
      entry.append('@').append(priority.isEmpty() ? String.valueOf(Math.max(place, 0)) : priority);
    }
    return entry.toString();
  }

  private static String string(ModelNode link, AttributeDefinition attribute) {
    return ModelRules.value(link, attribute.getName()).asString("");
  }

  private static void refuse(boolean wrong, String name, String why) {
    if (wrong) {
      throw new IllegalArgumentException("link '" + name + "' " + why);
    }
  }
}
