package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.OperationDefinition;
import org.junit.jupiter.api.Test;
import org.wildfly.subsystem.resource.executor.Metric;
import org.wildfly.subsystem.resource.executor.RuntimeOperation;

/** A key that is missing would only show when an administrator asks for it. */
class LocalDescriptionsTest {
  @Test
  void describesEverythingAndNothingElse() {
    Stream<String> resources =
        Stream.of("baton", "baton.link", "baton.service", "baton.service.address", "baton.sessions")
            .flatMap(key -> Stream.of(key, key + ".add", key + ".remove"));
    Stream<String> settings =
        Stream.of(
                under("baton", BatonRegistrar.ATTRIBUTES),
                under("baton", Arrays.stream(ClusterMetric.values()).map(Metric::get).toList()),
                under("baton", List.of(BatonRegistrar.KEY)),
                under(
                    "baton." + BatonRegistrar.KEY.getName(),
                    List.of(BatonRegistrar.KEY.getValueTypes())),
                under("baton.link", LinkRegistrar.ATTRIBUTES),
                under("baton.link", Arrays.stream(LinkMetric.values()).map(Metric::get).toList()),
                Arrays.stream(PeerMetric.values())
                    .map(metric -> "baton.link.peers." + metric.key()),
                under("baton.sessions", SessionsRegistrar.ATTRIBUTES),
                under(
                    "baton.sessions",
                    Arrays.stream(SessionsMetric.values()).map(Metric::get).toList()),
                under("baton.service", ServiceRegistrar.ATTRIBUTES),
                under(
                    "baton.service",
                    Arrays.stream(ServiceMetric.values()).map(Metric::get).toList()),
                under("baton.service.address", List.of(AddressRegistrar.DEVICE)),
                under(
                    "baton.service.address",
                    Arrays.stream(AddressMetric.values()).map(Metric::get).toList()))
            .flatMap(keys -> keys);
    Stream<String> operations =
        Stream.concat(
            operations("baton", ClusterOperation.values()),
            operations("baton.service", ServiceOperation.values()));

    ResourceBundle descriptions = ResourceBundle.getBundle("org.batonha.wildfly.LocalDescriptions");

    assertThat(descriptions.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(resources, settings, operations).flatMap(keys -> keys).distinct().toList());
  }

  private static Stream<String> operations(String parent, RuntimeOperation<?>... operations) {
    return Arrays.stream(operations)
        .map(RuntimeOperation::getOperationDefinition)
        .flatMap(operation -> operation(parent + "." + operation.getName(), operation));
  }

  private static Stream<String> operation(String key, OperationDefinition operation) {
    boolean replies = operation.getReplyType() != null;
    return Stream.concat(
        replies ? Stream.of(key, key + ".reply") : Stream.of(key),
        under(key, List.of(operation.getParameters())));
  }

  private static Stream<String> under(String parent, List<AttributeDefinition> attributes) {
    return attributes.stream().map(attribute -> parent + "." + attribute.getName());
  }
}
