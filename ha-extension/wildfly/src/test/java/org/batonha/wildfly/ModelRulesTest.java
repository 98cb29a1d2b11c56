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

  @Test
  void acceptsArbitersAndServicesThatGoTogetherAndApart() {
    list("nodes", "n1", "n2");
    list("arbiters", "a1");
    ModelNode web = service("web", "n1", "n2");
    web.get("failback").set("auto");
    web.get("failback-delay").set(0);
    web.get("flap-limit").set(0);
    web.get("flap-window").set(1);
    web.get("reclaim").set("newest-epoch");
    web.get("together-with").add("db");
    web.get("apart-from").add("batch");
    service("db", "n2", "n1");
    service("batch", "n2");

    assertAccepted();
  }

  @Test
  void refusesArbitersWithoutNodes() {
    list("arbiters", "a1");

    assertRefused("arbiters is [a1]", "nodes is empty", "nodes=[n1, n2]");
  }

  @Test
  void refusesAnArbiterThatIsANode() {
    list("nodes", "n1", "n2");
    list("arbiters", "n2");

    assertRefused("arbiters names 'n2'", "[n1, n2]", "take it out");
  }

  @Test
  void refusesAnArbiterThatIsListedTwiceOrThatNoServerCanBe() {
    list("arbiters", "a1", "a1");
    assertRefused("arbiters names 'a1' twice");

    list("arbiters", "a 1");
    assertRefused("arbiters names 'a 1'", "letters, digits");
  }

  @Test
  void refusesAServiceThatPrefersAnArbiter() {
    list("nodes", "n1", "n2");
    list("arbiters", "a1");
    service("web", "n1", "a1");

    assertRefused("preference of service 'web'", "'a1'", "holds nothing", "take it out");
  }

  @Test
  void refusesTheWitnessPolicyForMoreThanTwoVoters() {
    list("nodes", "n1", "n2");
    list("arbiters", "a1");
    list("witness", "10.0.0.1");
    model.get("quorum").set("witness");

    assertRefused("quorum is 'witness' with 3 voters", "[a1]", "quorum=majority");
  }

  @Test
  void refusesValuesOutOfTheirBounds() {
    assertSettingRefused("failback", "never", "failback of service 'web'", "[manual, auto]");
    assertSettingRefused("failback-delay", "-1", "failback-delay of service 'web'", "negative");
    assertSettingRefused("failback-delay", "soon", "'soon'", "whole number");
    assertSettingRefused("flap-limit", "1001", "flap-limit of service 'web' is 1001", "0 (none)");
    assertSettingRefused("drain-timeout", "600001", "drain-timeout of service 'web'", "PT10M");
    assertSettingRefused("flap-window", "0", "flap-window of service 'web'", "more than zero");
    assertSettingRefused("flap-window", "9223372036854775807", "write at most");
    assertSettingRefused("reclaim", "oldest", "reclaim of service", "[preferred, newest-epoch]");
  }

  private void assertSettingRefused(String setting, String value, String... words) {
    service("web", "n1").get(setting).set(value);
    assertRefused(words);
    model.get("service", "web").remove(setting);
  }

  @Test
  void refusesCompanyThatIsNoService() {
    service("web", "n1").get("together-with").add("db");
    assertRefused("together-with of service 'web' names 'db'", "there are [web]", "same batch");

    service("web", "n1").remove("together-with");
    service("web", "n1").get("apart-from").add("db");
    assertRefused("apart-from of service 'web' names 'db'");
  }

  @Test
  void refusesCompanyOfItself() {
    service("web", "n1").get("together-with").add("web");

    assertRefused("together-with of service 'web'", "itself");
  }

  @Test
  void refusesServicesThatGoTogetherThroughOthersAndMustBeApart() {
    service("a", "n1").get("together-with").add("b");
    service("b", "n1").get("together-with").add("c");
    service("c", "n1").get("apart-from").add("a");

    assertRefused("apart-from of service 'c' names 'a'", "[a, b, c]", "take one");
  }

  @Test
  void refusesServicesThatGoTogetherAndHaveNoNodeInCommon() {
    service("a", "n1", "n2").get("together-with").add("b");
    service("b", "n3");

    assertRefused("together-with", "[a, b]", "no node", "add a node");
  }

  @Test
  void leavesExpressionsInAServiceToTheRuntime() {
    ModelNode web = service("web", "n1");
    for (String setting :
        new String[] {
          "failback", "failback-delay", "flap-limit", "flap-window", "reclaim", "drain-timeout"
        }) {
      web.get(setting).set(new ValueExpression("${" + setting + "}"));
    }
    web.get("together-with").add(new ValueExpression("${other}"));
    web.get("apart-from").add(new ValueExpression("${other}"));
    model.get("arbiters").add(new ValueExpression("${arbiter}"));

    assertAccepted();
  }

  @Test
  void acceptsHowAddressesAreHandled() {
    ModelNode service = service("web", "n1");
    service.get("probe-num").set(3);
    service.get("announce-to").add("10.0.0.1").add("fd00::1");
    service.get("announce-neighbours").set(false);
    service.get("on-conflict").set("yield");

    assertAccepted();
  }

  @Test
  void refusesAHostToAnnounceToThatIsNone() {
    service("web", "n1").get("announce-to").add("gateway");

    assertRefused("announce-to of service 'web'", "'gateway'", "such as 10.0.0.1");
  }

  @Test
  void refusesProbesOutOfTheirBounds() {
    service("web", "n1").get("probe-num").set(21);

    assertRefused("probe-num is 21", "0 to 20");
  }

  @Test
  void refusesAPolicyThatIsNone() {
    service("web", "n1").get("on-removal").set("cry");

    assertRefused("on-removal of service 'web' is 'cry'", "[restore, yield]");
  }
}
