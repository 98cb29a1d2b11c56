package org.batonha.wildfly;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.PeerStatus;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ObjectListAttributeDefinition;
import org.jboss.as.controller.ObjectTypeAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

/** What is known of a peer on a link; round trips are in microseconds, losses in thousandths. */
enum PeerMetric {
  /** The peer's name. */
  NODE("node", ModelType.STRING, peer -> new ModelNode(peer.getNode())),
  /** What this node believes of it on this link. */
  STATE("state", ModelType.STRING, peer -> new ModelNode(peer.getState())),
  /** Since when. */
  SINCE(
      "since",
      ModelType.STRING,
      peer -> new ModelNode(Instant.ofEpochMilli(peer.getSinceMillis()).toString())),
  /** Whether the link carries messages to the peer now. */
  CARRYING("carrying", ModelType.BOOLEAN, peer -> new ModelNode(peer.getMeasures().isCarrying())),
  /** The last round trip. */
  ROUND_TRIP("round-trip", peer -> peer.getRoundTripMicros()),
  /** The shortest. */
  ROUND_TRIP_MIN("round-trip-min", peer -> peer.getMeasures().getRoundTripMinMicros()),
  /** The mean. */
  ROUND_TRIP_MEAN("round-trip-mean", peer -> peer.getMeasures().getRoundTripMeanMicros()),
  /** The longest. */
  ROUND_TRIP_MAX("round-trip-max", peer -> peer.getMeasures().getRoundTripMaxMicros()),
  /** What 99 of 100 did not exceed. */
  ROUND_TRIP_99("round-trip-99", peer -> peer.getMeasures().getRoundTrip99Micros()),
  /** The peer's heartbeats that did not arrive here. */
  LOSS_IN("loss-in", peer -> peer.getMeasures().getLossInPermille()),
  /** Ours that did not arrive there. */
  LOSS_OUT("loss-out", peer -> peer.getMeasures().getLossOutPermille()),
  /** Heartbeats in a row that are missing now. */
  HEARTBEATS_MISSED("heartbeats-missed", peer -> peer.getHeartbeatsMissed()),
  /** How often the link was UP. */
  UP_COUNT("up-count", peer -> peer.getMeasures().getUpCount()),
  /** How often it was INDOUBT. */
  INDOUBT_COUNT("indoubt-count", peer -> peer.getMeasures().getIndoubtCount()),
  /** How often it was DOWN. */
  DOWN_COUNT("down-count", peer -> peer.getMeasures().getDownCount()),
  /** Frames to the peer. */
  FRAMES_SENT("frames-sent", peer -> peer.getMeasures().getFramesSent()),
  /** Their payload in bytes. */
  BYTES_SENT("bytes-sent", peer -> peer.getMeasures().getBytesSent()),
  /** Frames from the peer. */
  FRAMES_RECEIVED("frames-received", peer -> peer.getFramesReceived()),
  /** Their payload in bytes. */
  BYTES_RECEIVED("bytes-received", peer -> peer.getMeasures().getBytesReceived()),
  /** What the full queue refused. */
  FRAMES_DROPPED("frames-dropped", peer -> peer.getFramesDropped()),
  /** What was sent again, for another link died with it. */
  FRAMES_RESENT("frames-resent", peer -> peer.getMeasures().getFramesResent());

  /** All peers of a link. */
  static final AttributeDefinition LIST =
      new ObjectListAttributeDefinition.Builder(
              "peers",
              new ObjectTypeAttributeDefinition.Builder(
                      "peer",
                      Arrays.stream(values())
                          .map(metric -> metric.definition)
                          .toArray(AttributeDefinition[]::new))
                  .build())
          .setRequired(false)
          .setStorageRuntime()
          .build();

  private final AttributeDefinition definition;
  private final Function<PeerStatus, ModelNode> value;

  PeerMetric(String name, ModelType type, Function<PeerStatus, ModelNode> value) {
    this.definition =
        new SimpleAttributeDefinitionBuilder(name, type, true).setStorageRuntime().build();
    this.value = value;
  }

  PeerMetric(String name, ToLongFunction<PeerStatus> value) {
    this(name, ModelType.LONG, peer -> new ModelNode(value.applyAsLong(peer)));
  }

  String key() {
    return definition.getName();
  }

  static ModelNode all(LinkStatus link) {
    ModelNode peers = new ModelNode().setEmptyList();
    for (PeerStatus peer : link.getPeers()) {
      ModelNode one = new ModelNode();
      for (PeerMetric metric : values()) {
        one.get(metric.key()).set(metric.value.apply(peer));
      }
      peers.add(one);
    }
    return peers;
  }
}
