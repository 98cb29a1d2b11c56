package org.batonha.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.batonha.cli.Table.Cell;
import org.batonha.jmx.LinkMeasures;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.PeerMeasures;
import org.batonha.jmx.PeerStatus;

/** All that is measured on the links, for people: one line per link and peer. */
final class LinksText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final List<LinkStatus> links;
  private final Terminal terminal;
  private final ZonedDateTime now;

  LinksText(List<LinkStatus> links, Terminal terminal, Instant now, ZoneId zone) {
    this.links = links;
    this.terminal = terminal;
    this.now = now.atZone(zone);
  }

  String text() {
    if (links.isEmpty()) {
      return "no links are known: does the channel run on the stack 'redundant'?\n";
    }
    return peers().text(terminal.colour()) + "\n" + own().text(terminal.colour());
  }

  private Table peers() {
    Table table =
        new Table(
            List.of(
                "LINK",
                "PEER",
                "STATE",
                "SINCE",
                "CARRIES",
                "UP/INDOUBT/DOWN",
                "MIN/MEAN/MAX/99% ms",
                "LOSS IN/OUT",
                "SENT",
                "RECEIVED",
                "RESENT"));
    for (LinkStatus link : links) {
      for (PeerStatus peer : link.getPeers()) {
        table.add(row(link, peer));
      }
    }
    return table;
  }

  private List<Cell> row(LinkStatus link, PeerStatus peer) {
    PeerMeasures measures = peer.getMeasures();
    return List.of(
        Cell.of(link.getName()),
        Cell.of(peer.getNode()),
        new Cell(peer.getState(), Style.ofState(peer.getState())),
        Cell.of(since(peer)),
        Cell.of(measures.isCarrying() ? "yes" : "no"),
        Cell.of(
            "%d/%d/%d"
                .formatted(
                    measures.getUpCount(), measures.getIndoubtCount(), measures.getDownCount())),
        Cell.of(roundTrip(measures)),
        Cell.of(percent(measures.getLossInPermille(), measures.getLossOutPermille())),
        Cell.of("%d, %s".formatted(measures.getFramesSent(), bytes(measures.getBytesSent()))),
        Cell.of("%d, %s".formatted(peer.getFramesReceived(), bytes(measures.getBytesReceived()))),
        Cell.of(String.valueOf(measures.getFramesResent())));
  }

  private Table own() {
    Table table = new Table(List.of("LINK", "OVER", "PRIORITY", "QUEUED", "DROPPED"));
    for (LinkStatus link : links) {
      LinkMeasures measures = link.getMeasures();
      table.add(
          List.of(
              Cell.of(link.getName()),
              Cell.of(link.getProtocol() + " " + link.getDevice() + " " + link.getAddress()),
              Cell.of(String.valueOf(measures.getPriority())),
              Cell.of(bytes(measures.getQueuedBytes()) + " of " + bytes(measures.getQueueLimit())),
              Cell.of(drops(measures))));
    }
    return table;
  }

  private static String drops(LinkMeasures measures) {
    return measures.getDrops().isEmpty()
        ? "nothing"
        : measures.getDrops().entrySet().stream()
            .map(drop -> drop.getKey() + " " + drop.getValue())
            .collect(Collectors.joining(", "));
  }

  private String since(PeerStatus peer) {
    ZonedDateTime since = Instant.ofEpochMilli(peer.getSinceMillis()).atZone(now.getZone());
    return since.format(since.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY);
  }

  private static String roundTrip(PeerMeasures measures) {
    return measures.getRoundTripMinMicros() < 0
        ? "none yet"
        : String.format(
            Locale.ROOT,
            "%.2f/%.2f/%.2f/%.2f",
            measures.getRoundTripMinMicros() / 1000.0,
            measures.getRoundTripMeanMicros() / 1000.0,
            measures.getRoundTripMaxMicros() / 1000.0,
            measures.getRoundTrip99Micros() / 1000.0);
  }

  private static String percent(int in, int out) {
    return String.format(Locale.ROOT, "%.1f/%.1f %%", in / 10.0, out / 10.0);
  }

  private static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    return bytes < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024.0);
  }
}
