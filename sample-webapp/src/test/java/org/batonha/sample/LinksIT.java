package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code /subsystem=baton/link=NAME}: the links of the running server follow its model. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LinksIT {
  private static final int PORT = 7600 + TestServer.PORT_OFFSET;

  @ArquillianResource private ManagementClient management;
  @TempDir private Path directory;

  @Deployment(testable = false)
  static WebArchive sample() {
    return TestServer.sampleWar();
  }

  @AfterEach
  void asBefore() throws IOException {
    Model model = new Model(management);
    List<String> names = model.linkNames();
    model.batch(names.stream().map(name -> Model.link("remove", name)).toList());
    assertThat(model.linkNames()).isEmpty();
  }

  private static ModelNode add(String name, String protocol, String device) {
    ModelNode add = Model.link("add", name);
    add.get("protocol").set(protocol);
    add.get("interface").set(device);
    return add;
  }

  private static ModelNode write(String name, String attribute, ModelNode value) {
    ModelNode write = Model.link("write-attribute", name);
    write.get("name").set(attribute);
    write.get("value").set(value);
    return write;
  }

  /** What the command shows, which asks the MBeans. */
  private String baton(String... arguments) throws IOException, InterruptedException {
    return Command.run(directory, arguments).out();
  }

  @Test
  void linksComeChangeAndGoWithoutARestart() throws Exception {
    Model model = new Model(management);
    // What baton.links says, and one more.
    model.batch(List.of(add("lan", "tcp", "lo"), add("hb", "tcp", "127.0.0.2")));

    ModelNode description = Model.link("read-resource-description", "hb");
    assertThat(model.succeed(description).get("attributes", "peers").toString())
        .contains("What 99 of 100 of the last 256 round trips did not exceed");
    ModelNode hb = model.readLink("hb");
    assertThat(hb.get("device").asString()).isEqualTo("lo");
    assertThat(hb.get("address").asString()).isEqualTo("127.0.0.2:" + PORT);
    assertThat(hb.get("queue-limit").asLong()).isPositive();
    assertThat(hb.get("queued-bytes").asLong()).isZero();
    assertThat(hb.get("drops").asPropertyListOrEmpty()).isEmpty();
    assertThat(hb.get("peers").asListOrEmpty()).isEmpty();
    assertThat(baton("links")).containsPattern("hb +tcp lo 127.0.0.2:" + PORT + " +7 ");

    model.succeed(write("hb", "priority", new ModelNode(99)));
    assertThat(baton("links")).containsPattern("hb +tcp lo 127.0.0.2:" + PORT + " +99 ");
    model.succeed(write("hb", "interface", new ModelNode("127.0.0.3")));
    assertThat(model.readLink("hb").get("address").asString()).isEqualTo("127.0.0.3:" + PORT);

    ModelNode hosts = new ModelNode().add("127.0.0.9");
    model.succeed(write("hb", "hosts", hosts));
    assertThat(model.fail(write("hb", "hosts", new ModelNode().add("a b"))))
        .contains("entry 'hb=a b' is not LINK=HOST[:PORT]");
    assertThat(model.readLink("hb").get("hosts")).isEqualTo(hosts);

    model.succeed(Model.link("remove", "hb"));
    assertThat(baton("links")).contains("lan").doesNotContain("hb");
    assertThat(model.readLink("lan").get("address").asString()).isEqualTo("127.0.0.1:" + PORT);
  }

  @Test
  void whatTheTransportRefusesLeavesTheModelAsItWas() throws Exception {
    Model model = new Model(management);
    model.succeed(add("lan", "tcp", "lo"));

    assertThat(model.fail(add("bad", "tcp", "nosuch0")))
        .contains("link 'bad': this host has no interface and no address 'nosuch0': take one of");
    assertThat(model.fail(write("lan", "baud", new ModelNode(9600))))
        .contains("link 'lan' is not serial and has a baud rate: take it out");

    assertThat(model.linkNames()).containsExactly("lan");
    assertThat(model.readLink("lan").get("address").asString()).isEqualTo("127.0.0.1:" + PORT);
  }

  @Test
  void theServerStartsWithTheLinksOfItsModel() throws Exception {
    Model model = new Model(management);
    ModelNode hb = add("hb", "tcp", "${no.such.property:127.0.0.4}");
    hb.get("priority").set(20);
    hb.get("hosts").add("127.0.0.5").add("127.0.0.6:7700");
    model.batch(List.of(add("lan", "tcp", "lo"), hb));
    String persisted =
        Files.readString(TestServer.home().resolve("standalone/configuration/standalone-ha.xml"));
    assertThat(persisted)
        .contains(
            "<link name=\"hb\" protocol=\"tcp\" interface=\"${no.such.property:127.0.0.4}\" priority=\"20\" hosts=\"127.0.0.5 127.0.0.6:7700\"/>");

    model.reload();

    assertThat(model.readLink("hb").get("address").asString()).isEqualTo("127.0.0.4:" + PORT);
    assertThat(baton("links")).containsPattern("hb +tcp lo 127.0.0.4:" + PORT + " +20 ");
  }

  @Test
  void theKeyComesFromTheServersCredentialStore() throws Exception {
    Model model = new Model(management);
    model.succeed(add("lan", "tcp", "lo"));
    ModelNode store = Model.at("add", "elytron", "credential-store", "keys");
    store.get("relative-to").set("jboss.server.config.dir");
    store.get("path").set("keys.cs");
    store.get("create").set(true);
    store.get("credential-reference", "clear-text").set("the store's own password");
    model.succeed(store);
    ModelNode alias = Model.at("add-alias", "elytron", "credential-store", "keys");
    alias.get("alias").set("baton");
    alias.get("secret-value").set("a secret that all nodes share");
    model.succeed(alias);
    try {
      sendPlainFrame();
      assertThat(model.readLink("lan").get("drops").has("UNSEALED")).isFalse();

      ModelNode reference = new ModelNode();
      reference.get("store").set("keys");
      reference.get("alias").set("baton");
      model.set("credential-reference", reference);
      model.reload();
      sendPlainFrame();

      model.awaitDrop("lan", "UNSEALED");
    } finally {
      model.set("credential-reference", new ModelNode());
      model.reload();
      model.succeed(Model.at("remove", "elytron", "credential-store", "keys"));
      Files.deleteIfExists(TestServer.home().resolve("standalone/configuration/keys.cs"));
    }
  }

  /** A frame as it is without a key: of the server's cluster and link, from a start of a node. */
  private static void sendPlainFrame() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", PORT);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      out.writeInt(28);
      out.writeShort(0xBA70);
      out.writeByte(4); // version
      out.writeByte(4); // BYE
      out.writeInt(hash("ejb"));
      out.writeInt(hash("lan"));
      out.writeLong(42);
      out.writeLong(0);
    }
  }

  private static int hash(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }
}
