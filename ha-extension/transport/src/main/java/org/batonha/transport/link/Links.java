package org.batonha.transport.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.batonha.transport.wire.LinkProtocol;
import org.jgroups.logging.Log;
import org.jgroups.util.SocketFactory;

/** From configuration to links: resolves, checks, opens. */
public final class Links {
  private Links() {}

  /**
   * A link that is configured and has its interface, but no socket yet.
   *
   * @param local {@code null} for a serial link
   * @param port for a serial link its bits per second
   */
  public record Planned(LinkSpec spec, LocalInterface local, int port) {
    public String name() {
      return spec.name();
    }

    /** Returns the same with another priority. */
    public Planned prioritised(int priority) {
      LinkSpec changed =
          new LinkSpec(spec.name(), spec.protocol(), spec.interfaceName(), spec.port(), priority);
      return new Planned(changed, local, port);
    }

    /** Returns the name of the interface or of the serial device. */
    String device() {
      return local == null ? spec.interfaceName() : local.device().getName();
    }

    private String place() {
      return local == null
          ? "serial " + device()
          : spec.protocol().word() + " " + local.address().getHostAddress() + ":" + port;
    }
  }

  /** What is needed to open one. */
  public record Means(
      Settings settings,
      SocketFactory sockets,
      Threads threads,
      DropCounters drops,
      Log log,
      UnaryOperator<Link> decorator,
      WordPorts words) {}

  /** Finds the interface and the port of each link. */
  public static List<Planned> plan(List<LinkSpec> specs, InetAddress bindAddress, int bindPort) {
    List<Planned> planned = new ArrayList<>();
    for (LinkSpec spec : specs) {
      planned.add(plan(spec, planned, bindAddress, bindPort));
    }
    return planned;
  }

  /** Finds the interface and the port of one link beside others. */
  public static Planned plan(
      LinkSpec spec, List<Planned> others, InetAddress bindAddress, int bindPort) {
    if (spec.protocol() == LinkProtocol.SERIAL) {
      return checked(new Planned(spec, null, spec.baud()), others);
    }
    LocalInterface local =
        spec.interfaceName() == null
            ? LocalInterface.of(spec.name(), required(spec, bindAddress))
            : LocalInterface.find(spec.name(), spec.interfaceName());
    return checked(new Planned(spec, local, spec.port() < 0 ? bindPort : spec.port()), others);
  }

  private static Planned checked(Planned plan, List<Planned> others) {
    if (plan.port() != 0 && others.stream().anyMatch(other -> other.place().equals(plan.place()))) {
      throw new IllegalArgumentException(
          "link '%s' would listen on %s like another link: give it another interface or port"
              .formatted(plan.name(), plan.place()));
    }
    return plan;
  }

  /**
   * Returns a warning for each two links that share a path: what kills one kills the other, so they
   * are no redundancy.
   */
  public static List<String> samePaths(List<Planned> planned) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      for (Planned other : planned.subList(i + 1, planned.size())) {
        LocalInterface one = planned.get(i).local();
        if (one == null || other.local() == null) {
          continue; // two lines are two devices
        }
        if (one.device().equals(other.local().device()) || one.sharesNetwork(other.local())) {
          warnings.add(
              "links '%s' and '%s' are on the same path (%s and %s): whatever cuts one cuts both; give one of them another interface and network"
                  .formatted(
                      planned.get(i).spec().name(), other.spec().name(), one, other.local()));
        }
      }
    }
    return warnings;
  }

  private static InetAddress required(LinkSpec spec, InetAddress bindAddress) {
    if (bindAddress == null || bindAddress.isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "link '%s' names no interface and bind_addr is %s: write %s=%s:INTERFACE, or set bind_addr to one address"
              .formatted(
                  spec.name(),
                  bindAddress == null ? "not set" : bindAddress.getHostAddress(),
                  spec.name(),
                  spec.protocol().word()));
    }
    return bindAddress;
  }

  /** Opens all, or none. */
  public static List<Link> open(List<Planned> planned, Means means) throws IOException {
    List<Link> links = new ArrayList<>();
    try {
      for (Planned plan : planned) {
        links.add(open(plan, means));
      }
      return links;
    } catch (IOException | RuntimeException e) {
      links.forEach(Link::close);
      throw e;
    }
  }

  /** Opens one. */
  public static Link open(Planned plan, Means means) throws IOException {
    Link link =
        switch (plan.spec().protocol()) {
          case UDP -> new UdpLink(plan, means);
          case TCP -> new TcpLink(plan, means);
          case SERIAL -> SerialLink.create(plan, means);
        };
    return means.decorator().apply(link);
  }

  /** Returns the port that a peer of each link has unless it says another. */
  public static Map<String, Integer> defaultPorts(List<Planned> planned) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    planned.stream()
        .filter(plan -> plan.local() != null)
        .forEach(plan -> ports.put(plan.name(), plan.port()));
    return ports;
  }

  /** Finds the link of each configured peer; leaves out this node itself. */
  public static List<Host> hosts(List<HostSpec> specs, List<Link> links) {
    List<Host> hosts = new ArrayList<>();
    for (HostSpec spec : specs) {
      for (Link link : links) {
        InetSocketAddress own = link.address();
        if (link.name().equals(spec.link()) && !own.equals(spec.address())) {
          hosts.add(new Host(link, spec.address()));
        }
      }
    }
    return hosts;
  }
}
