package org.batonha.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.NodeStatus;
import org.batonha.jmx.PeerStatus;
import org.batonha.jmx.ServiceStatus;

/** A {@link ClusterReport} for programs. Names and meanings are those of the MBeans. */
final class StatusJson {
  private StatusJson() {}

  static Map<String, Object> of(ClusterReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("server", report.server());
    json.put("node", report.node());
    json.put("version", report.version());
    json.put("nodes", report.nodes());
    json.put("arbiters", report.arbiters());
    json.put("view", report.view());
    json.put("missing", report.missing());
    json.put("coordinator", emptyToNull(report.coordinator()));
    json.put("quorum", report.quorum());
    json.put("quorate", report.quorate());
    json.put("maintenance", report.maintenance());
    json.put("peers", report.peers().stream().map(StatusJson::peer).toList());
    json.put("services", report.services().stream().map(StatusJson::service).toList());
    json.put("links", report.links().stream().map(StatusJson::link).toList());
    return json;
  }

  private static Map<String, Object> service(ServiceStatus service) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", service.getName());
    json.put("holder", emptyToNull(service.getHolder()));
    json.put("epoch", service.getEpoch());
    json.put("addresses", service.getAddresses());
    json.put("nodes", service.getNodes().stream().map(StatusJson::node).toList());
    return json;
  }

  private static Map<String, Object> node(NodeState node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", node.getNode());
    json.put("role", node.getRole());
    json.put("state", node.getState());
    json.put("reason", node.getReason());
    json.put("unavailable", emptyToNull(node.getUnavailable()));
    return json;
  }

  private static Map<String, Object> peer(NodeStatus peer) {
    boolean wasSeen = peer.getSinceMillis() > 0;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", peer.getNode());
    json.put("state", peer.getState());
    json.put("since", wasSeen ? Instant.ofEpochMilli(peer.getSinceMillis()).toString() : null);
    json.put("reason", peer.getReason());
    return json;
  }

  private static Map<String, Object> link(LinkStatus link) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", link.getName());
    json.put("protocol", link.getProtocol());
    json.put("device", link.getDevice());
    json.put("address", link.getAddress());
    List<Map<String, Object>> peers = link.getPeers().stream().map(StatusJson::peer).toList();
    json.put("peers", peers);
    return json;
  }

  private static Map<String, Object> peer(PeerStatus peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", peer.getNode());
    json.put("state", peer.getState());
    json.put("since", Instant.ofEpochMilli(peer.getSinceMillis()).toString());
    json.put("roundTripMicros", peer.getRoundTripMicros() < 0 ? null : peer.getRoundTripMicros());
    json.put("heartbeatsMissed", peer.getHeartbeatsMissed());
    json.put("framesReceived", peer.getFramesReceived());
    json.put("framesDropped", peer.getFramesDropped());
    return json;
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
