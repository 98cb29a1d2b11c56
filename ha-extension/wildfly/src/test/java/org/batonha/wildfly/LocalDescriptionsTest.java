package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jboss.as.controller.AttributeDefinition;
import org.junit.jupiter.api.Test;

/** A key that is missing would only show when an administrator asks for it. */
class LocalDescriptionsTest {
  @Test
  void describesEverythingAndNothingElse() {
    Stream<String> resources =
        Stream.of("baton", "baton.service", "baton.service.address")
            .flatMap(key -> Stream.of(key, key + ".add", key + ".remove"));
    Stream<String> settings =
        Stream.of(
                under("baton", BatonRegistrar.ATTRIBUTES),
                under("baton.service", List.of(ServiceRegistrar.PREFERENCE)),
                under("baton.service.address", List.of(AddressRegistrar.DEVICE)),
                under(
                    "baton.service",
                    Arrays.stream(ServiceMetric.values()).map(ServiceMetric::get).toList()))
            .flatMap(keys -> keys);
    Stream<String> operations =
        Arrays.stream(ServiceOperation.values())
            .map(operation -> operation.getOperationDefinition())
            .flatMap(
                operation ->
                    Stream.concat(
                        Stream.of("baton.service." + operation.getName()),
                        under(
                            "baton.service." + operation.getName(),
                            List.of(operation.getParameters()))));

    ResourceBundle descriptions = ResourceBundle.getBundle("org.batonha.wildfly.LocalDescriptions");

    assertThat(descriptions.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(resources, settings, operations).flatMap(keys -> keys).toList());
  }

  private static Stream<String> under(String parent, List<AttributeDefinition> attributes) {
    return attributes.stream().map(attribute -> parent + "." + attribute.getName());
  }
}
