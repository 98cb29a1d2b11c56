package org.batonha.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.jmx.LinkMeasures;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.PeerMeasures;
import org.batonha.jmx.PeerStatus;

/** The links for programs. Names and meanings are those of the MBeans. */
final class LinksJson {
  private LinksJson() {}

  static Map<String, Object> of(String server, String node, List<LinkStatus> links) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("server", server);
    json.put("node", node);
    json.put("links", links.stream().map(LinksJson::link).toList());
    return json;
  }

  private static Map<String, Object> link(LinkStatus link) {
    LinkMeasures measures = link.getMeasures();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", link.getName());
    json.put("protocol", link.getProtocol());
    json.put("device", link.getDevice());
    json.put("address", link.getAddress());
    json.put("priority", measures.getPriority());
    json.put("queuedBytes", measures.getQueuedBytes());
    json.put("queueLimit", measures.getQueueLimit());
    json.put("drops", new LinkedHashMap<String, Object>(measures.getDrops()));
    json.put("peers", link.getPeers().stream().map(LinksJson::peer).toList());
    return json;
  }

  private static Map<String, Object> peer(PeerStatus peer) {
    PeerMeasures measures = peer.getMeasures();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", peer.getNode());
    json.put("state", peer.getState());
    json.put("since", Instant.ofEpochMilli(peer.getSinceMillis()).toString());
    json.put("carrying", measures.isCarrying());
    json.put("upCount", measures.getUpCount());
    json.put("indoubtCount", measures.getIndoubtCount());
    json.put("downCount", measures.getDownCount());
    json.put("heartbeatsMissed", peer.getHeartbeatsMissed());
    json.put("roundTripMicros", known(peer.getRoundTripMicros()));
    json.put("roundTripMinMicros", known(measures.getRoundTripMinMicros()));
    json.put("roundTripMeanMicros", known(measures.getRoundTripMeanMicros()));
    json.put("roundTripMaxMicros", known(measures.getRoundTripMaxMicros()));
    json.put("roundTrip99Micros", known(measures.getRoundTrip99Micros()));
    json.put("lossInPermille", measures.getLossInPermille());
    json.put("lossOutPermille", measures.getLossOutPermille());
    json.put("framesSent", measures.getFramesSent());
    json.put("bytesSent", measures.getBytesSent());
    json.put("framesReceived", peer.getFramesReceived());
    json.put("bytesReceived", measures.getBytesReceived());
    json.put("framesResent", measures.getFramesResent());
    json.put("framesDropped", peer.getFramesDropped());
    return json;
  }

  private static Long known(long micros) {
    return micros < 0 ? null : micros;
  }
}
