package org.batonha.transport.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batonha.transport.wire.LinkProtocol;

/**
 * One entry of {@code links}: {@code NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY]}, or {@code
 * NAME=serial:DEVICE[:BAUD]}.
 *
 * @param interfaceName an interface's name or a local IP address, {@code null}: the bind address;
 *     or a serial device
 * @param port the port, or -1: the bind port; of a serial link its bits per second, or -1
 * @param priority in passive mode the link with the highest carries, 0 to {@value #MAX_PRIORITY};
 *     by default {@value #MAX_LINKS} for the first link, and one less for each further
 */
public record LinkSpec(
    String name, LinkProtocol protocol, String interfaceName, int port, int priority) {
  /** How many links a node may have. */
  public static final int MAX_LINKS = 8;

  /** The highest priority. */
  public static final int MAX_PRIORITY = 255;

  /** A serial link's bits per second, unless it names others. */
  public static final int DEFAULT_BAUD = 115_200;

  /** The slowest serial line. */
  public static final int MIN_BAUD = 9_600;

  /** The fastest serial line. */
  public static final int MAX_BAUD = 4_000_000;

  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<name>[A-Za-z0-9][A-Za-z0-9_-]{0,31})=(?<protocol>[A-Za-z]+)"
              + "(:(?<interface>\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?]|[^:\\[\\]@]+)(:(?<port>\\d{1,7}))?)?"
              + "(@(?<priority>\\d{1,5}))?");

  /** Reads the whole property. */
  public static List<LinkSpec> parse(String links) {
    List<LinkSpec> specs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String entry : links.split(",", -1)) {
      LinkSpec spec = parseOne(links, entry.strip(), Math.max(MAX_LINKS - specs.size(), 0));
      if (!names.add(spec.name())) {
        throw wrong(links, "link name '" + spec.name() + "' is there twice", "rename one");
      }
      specs.add(spec);
    }
    if (specs.size() > MAX_LINKS) {
      throw wrong(links, specs.size() + " links", "at most " + MAX_LINKS);
    }
    if (specs.stream().noneMatch(spec -> spec.protocol().carriesMessages())) {
      throw wrong(
          links,
          "serial links alone",
          "add a udp or tcp link, for a serial one carries no messages");
    }
    return specs;
  }

  /**
   * Reads one entry by itself.
   *
   * @param place the priority unless it names one
   */
  public static LinkSpec parseOne(String entry, int place) {
    return parseOne(entry, entry.strip(), place);
  }

  private static LinkSpec parseOne(String links, String entry, int place) {
    Matcher matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw wrong(
          links,
          "entry '" + entry + "' is not NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY]",
          "write for example lan=udp:eth0 or hb=tcp:10.0.1.7:7601@50 (IPv6 in brackets)");
    }
    String protocol = matcher.group("protocol");
    String interfaceName = matcher.group("interface");
    if (interfaceName != null) {
      interfaceName = interfaceName.replace("[", "").replace("]", "");
    }
    String name = matcher.group("name");
    LinkProtocol how = protocol(links, entry, protocol);
    if (how == LinkProtocol.SERIAL) {
      if (interfaceName == null || matcher.group("priority") != null) {
        throw wrong(
            links,
            "entry '" + entry + "' is not NAME=serial:DEVICE[:BAUD]",
            "name the device and no priority, for example ser=serial:/dev/ttyS0:115200");
      }
      int baud = number(links, entry, "baud", matcher.group("port"), -1, MIN_BAUD, MAX_BAUD);
      return new LinkSpec(name, how, interfaceName, baud, 0);
    }
    return new LinkSpec(
        name,
        how,
        interfaceName,
        number(links, entry, "port", matcher.group("port"), -1, 1, 65_535),
        number(links, entry, "priority", matcher.group("priority"), place, 0, MAX_PRIORITY));
  }

  /** Tells whether another is the same link, whatever their priorities. */
  public boolean samePath(LinkSpec other) {
    return name.equals(other.name)
        && protocol == other.protocol
        && Objects.equals(interfaceName, other.interfaceName)
        && port == other.port;
  }

  /** Returns the entry, as it is written. */
  public String text() {
    String where =
        interfaceName == null
            ? ""
            : ":" + (interfaceName.indexOf(':') < 0 ? interfaceName : "[" + interfaceName + "]");
    return name
        + "="
        + protocol.word()
        + where
        + (port < 0 ? "" : ":" + port)
        + (protocol.carriesMessages() ? "@" + priority : "");
  }

  /** Returns the bits per second of a serial link. */
  int baud() {
    return port < 0 ? DEFAULT_BAUD : port;
  }

  private static LinkProtocol protocol(String links, String entry, String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "udp" -> LinkProtocol.UDP;
      case "tcp" -> LinkProtocol.TCP;
      case "serial" -> LinkProtocol.SERIAL;
      default ->
          throw wrong(
              links, "entry '" + entry + "' has protocol '" + word + "'", "use udp, tcp or serial");
    };
  }

  private static int number(
      String links, String entry, String what, String digits, int none, int min, int max) {
    if (digits == null) {
      return none;
    }
    int number = Integer.parseInt(digits);
    if (number < min || number > max) {
      throw wrong(
          links,
          "entry '%s' has %s %d".formatted(entry, what, number),
          "use %d to %d".formatted(min, max));
    }
    return number;
  }

  private static IllegalArgumentException wrong(String links, String what, String remedy) {
    return new IllegalArgumentException("links '%s': %s: %s".formatted(links, what, remedy));
  }
}
