package org.batonha.wildfly;

import java.time.Instant;
import java.util.function.Function;
import org.batonha.jmx.AddressStatus;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

/** What can be read about an address while its service runs; the MBean has the same. */
enum AddressMetric implements Metric<AddressStatus> {
  /** Whether this node has it. */
  STATE("state", ModelType.STRING, address -> new ModelNode(address.getState())),
  /** The hardware address that the network is told. */
  MAC("mac", ModelType.STRING, address -> text(address.getMac())),
  /** Whether the device can send. */
  CARRIER("carrier", ModelType.BOOLEAN, address -> new ModelNode(address.isCarrier())),
  /** When it was taken. */
  SINCE("since", ModelType.STRING, address -> instant(address.getSinceMillis())),
  /** How often the network was told. */
  ANNOUNCEMENTS(
      "announcements",
      ModelType.LONG,
      address -> new ModelNode(address.getCounts().getAnnouncements())),
  /** Claims of other hosts. */
  CONFLICTS(
      "conflicts", ModelType.LONG, address -> new ModelNode(address.getCounts().getConflicts())),
  /** How often somebody removed it. */
  REMOVALS("removals", ModelType.LONG, address -> new ModelNode(address.getCounts().getRemovals())),
  /** When another host claimed it last. */
  LAST_CONFLICT(
      "last-conflict", ModelType.STRING, address -> instant(address.getLastConflictMillis())),
  /** Who did. */
  LAST_CONFLICT_MAC(
      "last-conflict-mac", ModelType.STRING, address -> text(address.getLastConflictMac()));

  private final AttributeDefinition definition;
  private final Function<AddressStatus, ModelNode> value;

  AddressMetric(String name, ModelType type, Function<AddressStatus, ModelNode> value) {
    this.definition =
        new SimpleAttributeDefinitionBuilder(name, type, true).setStorageRuntime().build();
    this.value = value;
  }

  private static ModelNode text(String value) {
    return value.isEmpty() ? new ModelNode() : new ModelNode(value);
  }

  private static ModelNode instant(long millis) {
    return millis == 0 ? new ModelNode() : new ModelNode(Instant.ofEpochMilli(millis).toString());
  }

  @Override
  public AttributeDefinition get() {
    return definition;
  }

  @Override
  public ModelNode execute(AddressStatus address) {
    return value.apply(address);
  }
}
