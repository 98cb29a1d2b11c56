package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ValueExpression;
import org.junit.jupiter.api.Test;

class ModelRulesTest {
  private final ModelNode model = new ModelNode();

  private ModelNode service(String name, String... preference) {
    ModelNode service = model.get("service", name);
    service.get("preference").setEmptyList();
    for (String node : preference) {
      service.get("preference").add(node);
    }
    return service;
  }

  private void list(String attribute, String... values) {
    model.get(attribute).setEmptyList();
    for (String value : values) {
      model.get(attribute).add(value);
    }
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> ModelRules.checkAll(model))
        .isInstanceOf(OperationFailedException.class)
        .hasMessageContainingAll(words);
  }

  private void assertAccepted() {
    assertThatCode(() -> ModelRules.checkAll(model)).doesNotThrowAnyException();
  }

  @Test
  void acceptsWhatTheReadmeShows() {
    list("nodes", "n1", "n2");
    list("witness", "10.0.0.1", "fd00::1");
    model.get("quorum").set("witness");
    model.get("witness-min").set(2);
    service("web", "n1", "n2").get("address", "10.0.0.100/24", "device").set("eth0");
    service("mail", "n2").get("address", "fd00::100/64", "device").set("eth0");

    assertAccepted();
  }

  @Test
  void acceptsAnEmptySubsystem() {
    assertAccepted();
  }

  @Test
  void refusesAnAddressThatIsNone() {
    service("web", "n1").get("address", "10.0.0.300/24", "device").set("eth0");

    assertRefused("10.0.0.300/24", "for example 10.0.0.100/24");
  }

  @Test
  void refusesAPrefixOutOfItsBounds() {
    service("web", "n1").get("address", "10.0.0.100/33", "device").set("eth0");

    assertRefused("10.0.0.100/33", "1 to 32");
  }

  @Test
  void refusesADeviceThatIsNone() {
    service("web", "n1").get("address", "10.0.0.100/24", "device").set("a device");

    assertRefused("device", "'a device'", "eth0");
  }

  @Test
  void refusesAnAddressOfTwoServices() {
    service("web", "n1").get("address", "10.0.0.100/24", "device").set("eth0");
    service("mail", "n1").get("address", "10.0.0.100/16", "device").set("eth0");

    assertRefused("10.0.0.100", "'web'", "'mail'");
  }

  @Test
  void refusesAServiceWithoutAPreference() {
    service("web");

    assertRefused("preference of service 'web'", "empty", "[n1, n2]");
  }

  @Test
  void refusesANodeThatIsPreferredTwice() {
    service("web", "n1", "n2", "n1");

    assertRefused("preference of service 'web'", "'n1' twice");
  }

  @Test
  void refusesAPreferredNodeThatIsNotInTheCluster() {
    list("nodes", "n1", "n2");
    service("web", "n1", "n3");

    assertRefused("'web'", "'n3'", "[n1, n2]");
  }

  @Test
  void refusesANodeThatIsListedTwice() {
    list("nodes", "n1", "n1");

    assertRefused("nodes", "'n1' twice");
  }

  @Test
  void refusesANodeNameThatNoServerCanHave() {
    list("nodes", "n1", "n 2");

    assertRefused("nodes", "'n 2'", "letters, digits");
  }

  @Test
  void refusesAWitnessThatIsAName() {
    list("witness", "gateway.example.org");

    assertRefused("witness", "gateway.example.org", "for example 10.0.0.1");
  }

  @Test
  void refusesTheWitnessPolicyWithoutWitnesses() {
    model.get("quorum").set("witness");

    assertRefused("quorum is 'witness'", "witness=[10.0.0.1]");
  }

  @Test
  void refusesMoreWitnessesToAnswerThanThereAre() {
    list("witness", "10.0.0.1", "10.0.0.2");
    model.get("witness-min").set(3);

    assertRefused("witness-min is 3", "write 1 to 2");
  }

  @Test
  void leavesExpressionsToTheRuntime() {
    model.get("quorum").set(new ValueExpression("${quorum}"));
    model.get("witness-min").set(new ValueExpression("${witnesses}"));
    model.get("nodes").add(new ValueExpression("${first}"));
    list("witness", "10.0.0.1");
    ModelNode web = service("web", "n3");
    web.get("preference").add(new ValueExpression("${first}"));
    web.get("address", "10.0.0.100/24", "device").set(new ValueExpression("${baton.device:eth0}"));

    assertAccepted();
  }
}
