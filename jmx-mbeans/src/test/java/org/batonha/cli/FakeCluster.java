package org.batonha.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.EventRecord;
import org.batonha.jmx.LinkMeasures;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.NodeStatus;
import org.batonha.jmx.PeerMeasures;
import org.batonha.jmx.PeerStatus;
import org.batonha.jmx.ServiceStatus;

/** Two nodes, n1 and n2, and a service that n1 holds at first; n1 is the one that answers. */
final class FakeCluster implements ClusterMXBean {
  static final long SINCE = 1_770_000_000_000L;

  volatile List<String> view = List.of("n1", "n2");
  volatile boolean quorate = true;
  volatile String holder = "n1";
  volatile long epoch = 3;
  volatile boolean maintenance;
  volatile String peerState = "UP";
  volatile String stateOfHolder = "UP";

  @Override
  public String getNode() {
    return "n1";
  }

  @Override
  public String getVersion() {
    return "0.1.0";
  }

  @Override
  public List<String> getNodes() {
    return List.of("n1", "n2");
  }

  @Override
  public List<String> getView() {
    return view;
  }

  @Override
  public String getCoordinator() {
    return view.isEmpty() ? "" : view.get(0);
  }

  @Override
  public boolean isQuorate() {
    return quorate;
  }

  @Override
  public String getQuorum() {
    return "witness";
  }

  @Override
  public List<String> getArbiters() {
    return List.of("a1");
  }

  @Override
  public boolean isMaintenance() {
    return maintenance;
  }

  @Override
  public List<NodeStatus> getPeers() {
    String reason = "UP".equals(peerState) ? "it was heard" : "it missed a heartbeat";
    return List.of(
        new NodeStatus("n2", peerState, SINCE, reason),
        new NodeStatus("a1", "DOWN", 0, "it was never in the view"));
  }

  @Override
  public void maintenance(boolean on) {
    maintenance = on;
  }

  @Override
  public List<EventRecord> log(int newest) {
    List<EventRecord> all =
        List.of(
            new EventRecord(SINCE, "", 0, "n2 DOWN -> UP", "it has joined the view"),
            new EventRecord(SINCE + 1000, "web", 3, "nominated n1 START", "no holder is known"),
            new EventRecord(SINCE + 1250, "web", 3, "STARTING -> UP", "holds epoch 3"));
    return all.subList(Math.max(0, all.size() - newest), all.size());
  }

  @Override
  public List<ServiceStatus> getServices() {
    List<NodeState> nodes = Stream.of("n1", "n2").map(this::nodeState).toList();
    return List.of(new ServiceStatus("web", holder, epoch, nodes, List.of("192.0.2.7/24@eth0")));
  }

  private NodeState nodeState(String node) {
    String role = "n1".equals(node) ? "PRIMARY" : "BACKUP";
    if (!view.contains(node)) {
      return new NodeState(node, role, "DOWN", "it left the view", "");
    }
    boolean out = maintenance && "n1".equals(node);
    String state = node.equals(holder) ? stateOfHolder : "RECOVER";
    String reason = "RECLAIM".equals(state) ? "'n2' holds it, too, since a split" : "";
    return new NodeState(node, role, state, reason, out ? "maintenance" : "");
  }

  @Override
  public List<LinkStatus> getLinks() {
    PeerStatus near = new PeerStatus("n2", "UP", SINCE, 320, 0, 4711, 0, measures(true));
    PeerStatus lost = new PeerStatus("n2", "INDOUBT", SINCE, 320, 4, 4711, 2, measures(false));
    return List.of(
        new LinkStatus(
            "lan",
            "udp",
            "eth0",
            "192.0.2.1:7600",
            new LinkMeasures(9, 0, 4_194_304, Map.of()),
            List.of(near)),
        new LinkStatus(
            "hb",
            "tcp",
            "eth1",
            "198.51.100.1:7600",
            new LinkMeasures(0, 2048, 4_194_304, Map.of("DUPLICATE", 3L, "FORGED", 1L)),
            List.of(lost)));
  }

  private static PeerMeasures measures(boolean carrying) {
    return new PeerMeasures(
        carrying, 2, 3, 1, 210, 340, 1_900, 1_250, 20, 0, 5_000, 7_340_032, 1_536, 12);
  }
}
