package org.batonha.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.cli.Table.Cell;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.NodeStatus;
import org.batonha.jmx.PeerStatus;
import org.batonha.jmx.ServiceStatus;

/**
 * A {@link ClusterReport} for people: services × nodes, links × peers. A table that is wider than
 * the terminal is written with one line per pair instead.
 */
final class StatusText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final ClusterReport report;
  private final Terminal terminal;
  private final ZonedDateTime now;

  StatusText(ClusterReport report, Terminal terminal, Instant now, ZoneId zone) {
    this.report = report;
    this.terminal = terminal;
    this.now = now.atZone(zone);
  }

  String text() {
    return summary() + "\n" + services() + reasons() + "\n" + links();
  }

  private String summary() {
    StringBuilder text = new StringBuilder();
    text.append(Style.STRONG.apply(report.node(), terminal.colour()))
        .append(" at ")
        .append(report.server())
        .append(", Baton ")
        .append(report.version())
        .append('\n');
    text.append("view: ").append(list(report.view()));
    if (!report.missing().isEmpty()) {
      String missing = "; missing: " + list(report.missing());
      text.append(Style.BAD.apply(missing, terminal.colour()));
    }
    text.append("\ncoordinator: ")
        .append(report.coordinator().isEmpty() ? "none" : report.coordinator());
    if (!report.peers().isEmpty()) {
      text.append("\npeers: ");
      text.append(report.peers().stream().map(this::peer).collect(Collectors.joining("; ")));
    }
    text.append("\nquorate: ")
        .append(
            report.quorate()
                ? Style.GOOD.apply("yes", terminal.colour())
                : Style.BAD.apply("no", terminal.colour()))
        .append(" (policy ")
        .append(report.quorum())
        .append(")\n");
    if (report.maintenance()) {
      String out =
          "maintenance: " + report.node() + " takes nothing, 'baton maintenance off' ends it";
      text.append(Style.DOUBT.apply(out, terminal.colour())).append('\n');
    }
    return text.toString();
  }

  /** A peer as it should be needs no reason. */
  private String peer(NodeStatus peer) {
    String state = peer.getNode() + " " + peer.getState();
    return peer.getState().equals("UP")
        ? state
        : Style.ofState(peer.getState())
            .apply(state + " (" + peer.getReason() + ")", terminal.colour());
  }

  private String services() {
    if (report.services().isEmpty()) {
      return "no services: /subsystem=baton/service=NAME:add(preference=[...]) adds one\n";
    }
    Table wide = servicesByNodes();
    return (wide.width() <= terminal.width() ? wide : servicePairs()).text(terminal.colour());
  }

  private Table servicesByNodes() {
    Set<String> nodes = new LinkedHashSet<>(report.nodes());
    report.services().forEach(s -> s.getNodes().forEach(node -> nodes.add(node.getNode())));
    List<String> header = new ArrayList<>(List.of("SERVICE", "HOLDER", "EPOCH"));
    header.addAll(nodes);
    header.add("ADDRESSES");
    Table table = new Table(header);
    for (ServiceStatus service : report.services()) {
      List<Cell> row = new ArrayList<>(start(service));
      nodes.forEach(node -> row.add(roleAndState(service, node)));
      row.add(Cell.of(list(service.getAddresses())));
      table.add(row);
    }
    return table;
  }

  private static List<Cell> start(ServiceStatus service) {
    return List.of(
        Cell.of(service.getName()),
        service.getHolder().isEmpty()
            ? new Cell("none", Style.BAD)
            : new Cell(service.getHolder(), Style.STRONG),
        Cell.of(String.valueOf(service.getEpoch())));
  }

  private static Cell roleAndState(ServiceStatus service, String node) {
    return service.getNodes().stream()
        .filter(state -> state.getNode().equals(node))
        .map(state -> new Cell(state.getRole() + " " + state.getState(), style(state)))
        .findFirst()
        .orElse(Cell.of("-"));
  }

  private Table servicePairs() {
    Table table = new Table(List.of("SERVICE", "HOLDER", "EPOCH", "NODE", "STATE"));
    for (ServiceStatus service : report.services()) {
      for (NodeState state : service.getNodes()) {
        List<Cell> row = new ArrayList<>(start(service));
        row.add(Cell.of(state.getNode()));
        row.add(new Cell(state.getRole() + " " + state.getState(), style(state)));
        table.add(row);
      }
    }
    return table;
  }

  /** Says why, where a service is neither UP nor ready to be, or a node does not take it. */
  private String reasons() {
    StringBuilder text = new StringBuilder();
    for (ServiceStatus service : report.services()) {
      for (NodeState state : service.getNodes()) {
        String where = service.getName() + " on " + state.getNode() + ": ";
        if (!state.getUnavailable().isEmpty()) {
          text.append(where).append("is not taken there: ");
          text.append(state.getUnavailable()).append('\n');
        }
        boolean ordinary = Set.of("UP", "RECOVER").contains(state.getState());
        if (!state.getReason().isEmpty() && (!ordinary || service.getHolder().isEmpty())) {
          text.append(where).append(state.getReason()).append('\n');
        }
      }
    }
    return text.toString();
  }

  private String links() {
    if (report.links().isEmpty()) {
      return "no links are known: does the channel run on the stack 'redundant'?\n";
    }
    Table wide = linksByPeers();
    return (wide.width() <= terminal.width() ? wide : linkPairs()).text(terminal.colour());
  }

  private Table linksByPeers() {
    Set<String> peers = new LinkedHashSet<>();
    report.links().forEach(link -> link.getPeers().forEach(peer -> peers.add(peer.getNode())));
    List<String> header = new ArrayList<>(List.of("LINK", "OVER"));
    peers.forEach(peer -> header.add("TO " + peer));
    Table table = new Table(header);
    for (LinkStatus link : report.links()) {
      List<Cell> row = new ArrayList<>(start(link));
      for (String name : peers) {
        row.add(
            link.getPeers().stream()
                .filter(peer -> peer.getNode().equals(name))
                .map(this::inOneCell)
                .findFirst()
                .orElse(Cell.of("-")));
      }
      table.add(row);
    }
    return table;
  }

  private static List<Cell> start(LinkStatus link) {
    return List.of(
        Cell.of(link.getName()),
        Cell.of(link.getProtocol() + " " + link.getDevice() + " " + link.getAddress()));
  }

  private Cell inOneCell(PeerStatus peer) {
    return new Cell(
        "%s since %s, %s".formatted(peer.getState(), since(peer), delay(peer)),
        Style.ofState(peer.getState()));
  }

  private Table linkPairs() {
    Table table = new Table(List.of("LINK", "PEER", "STATE", "SINCE", "ROUND TRIP"));
    for (LinkStatus link : report.links()) {
      for (PeerStatus peer : link.getPeers()) {
        table.add(
            List.of(
                Cell.of(link.getName()),
                Cell.of(peer.getNode()),
                new Cell(peer.getState(), Style.ofState(peer.getState())),
                Cell.of(since(peer)),
                Cell.of(delay(peer))));
      }
    }
    return table;
  }

  private String since(PeerStatus peer) {
    ZonedDateTime since = Instant.ofEpochMilli(peer.getSinceMillis()).atZone(now.getZone());
    return since.format(since.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY);
  }

  /** The round trip while heartbeats come, else how many are missing. */
  private static String delay(PeerStatus peer) {
    if (peer.getHeartbeatsMissed() > 0) {
      return peer.getHeartbeatsMissed() + " heartbeats missing";
    }
    return peer.getRoundTripMicros() < 0
        ? "no round trip yet"
        : String.format(Locale.ROOT, "%.2f ms", peer.getRoundTripMicros() / 1000.0);
  }

  private static Style style(NodeState state) {
    return Style.ofState(state.getState());
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "-" : String.join(", ", names);
  }
}
