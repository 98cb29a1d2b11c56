package org.batonha.benchmarks.addresses;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.engine.AddressConfig;
import org.batonha.engine.AddressPolicy;
import org.batonha.engine.Engine;
import org.batonha.engine.EngineConfig;
import org.batonha.engine.SentinelCommand;
import org.jgroups.JChannel;

/**
 * A node of the lab without a server around the engine: {@code BatonNode HOST PRESET SERVICES
 * ADDRESSES TICKLES}. Its channel, quorum and sentinel are those that the lab's servers have.
 * Commands come on stdin, {@code settled}, {@code move HOST} and {@code maintenance on}; each is
 * answered by a line on stdout.
 */
final class BatonNode {
  /** As bin/baton-install.cli sets the server's stack up. */
  private static final String STACK =
      """
      <config xmlns="urn:org:jgroups">
        <org.batonha.transport.REDUNDANT links="lan=udp:eth0,hb=tcp:eth1" mode="passive"
          heartbeat_interval="%d" heartbeat_limit="%d"/>
        <PING/>
        <MERGE3 min_interval="500" max_interval="1000"/>
        <org.batonha.transport.KEEPING_NAKACK4/>
        <UNICAST4/>
        <pbcast.GMS join_timeout="2000" print_local_addr="false"/>
        <FRAG4/>
      </config>
      """;

  private static final String GATEWAY = "10.10.0.1";

  private final String host;
  private final Load load;
  private final boolean tickles;
  private final Engine engine;

  private BatonNode(String host, Preset preset, Load load, boolean tickles) throws Exception {
    this.host = host;
    this.load = load;
    this.tickles = tickles;
    String stack = STACK.formatted(preset.heartbeat().toMillis(), preset.indoubtLimit());
    JChannel channel =
        new JChannel(new ByteArrayInputStream(stack.getBytes(StandardCharsets.UTF_8)));
    channel.setName(host);
    EngineConfig config =
        new EngineConfig(
            host,
            Stage.HOSTS,
            List.of(),
            preset,
            QuorumPolicy.WITNESS,
            List.of(InetAddress.getByName(GATEWAY)),
            1);
    this.engine = new Engine(config, channel, sentinel(), () -> 0);
  }

  /** As the server starts it. */
  private static SentinelCommand sentinel() {
    return new SentinelCommand(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms8m",
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            "org.batonha.sentinel.Main",
            "--parent",
            String.valueOf(ProcessHandle.current().pid())));
  }

  public static void main(String[] args) throws Exception {
    BatonNode node =
        new BatonNode(
            args[0],
            Preset.valueOf(args[1]),
            new Load(Integer.parseInt(args[2]), Integer.parseInt(args[3])),
            Boolean.parseBoolean(args[4]));
    node.start();
    node.obey();
  }

  private void start() throws Exception {
    Application.run(host);
    engine.start();
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "stop"));
    for (int i = 0; i < load.services(); i++) {
      List<AddressConfig> addresses =
          load.of(i).stream().map(cidr -> AddressConfig.of(cidr, "eth0")).toList();
      ServiceConfig service = new ServiceConfig(load.service(i), Stage.HOSTS);
      if (tickles) { // an older engine, that is measured beside, knows of no such policy
        engine.addService(service, addresses, tickling());
      } else {
        engine.addService(service, addresses);
      }
    }
  }

  private static AddressPolicy tickling() {
    AddressPolicy usual = AddressPolicy.DEFAULT;
    return new AddressPolicy(
        usual.probeNum(),
        usual.probeInterval(),
        usual.announceWait(),
        usual.announceTo(),
        usual.announceNeighbours(),
        usual.announceRefresh(),
        usual.onConflict(),
        usual.onRemoval(),
        usual.onCarrierLoss(),
        true,
        usual.vmac());
  }

  private void obey() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      try {
        System.out.println(obey(words));
      } catch (RuntimeException e) {
        System.out.println("error " + e.getMessage());
      }
    }
  }

  private String obey(String[] words) {
    switch (words[0]) {
      case "settled":
        return isSettled() ? "yes" : "no";
      case "move":
        engine.service(load.service(0)).move(words[1]);
        return "ok";
      case "maintenance":
        engine.cluster().maintenance(words[1].equals("on"));
        return "ok";
      default:
        throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  /** Each service is UP on one node and could start on the other, and both hear each other. */
  private boolean isSettled() {
    return engine.cluster().getPeers().stream().allMatch(peer -> peer.getState().equals("UP"))
        && IntStream.range(0, load.services()).mapToObj(load::service).allMatch(this::isSettled);
  }

  private boolean isSettled(String service) {
    Map<String, String> states = engine.service(service).getStates();
    return states.size() == 2 && Set.copyOf(states.values()).equals(Set.of("UP", "RECOVER"));
  }
}
