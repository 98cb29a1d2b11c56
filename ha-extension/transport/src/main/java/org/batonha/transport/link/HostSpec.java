package org.batonha.transport.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of {@code hosts}: {@code LINK=HOST[:PORT]}, a peer that is there from the start. */
public record HostSpec(String link, InetSocketAddress address) {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<link>[^=\\s]+)=(\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[^:\\[\\]\\s]+))(:(?<port>\\d{1,5}))?");

  /** An entry that is well-formed; of its host nothing is known yet. */
  private record Entry(String text, String link, String host, int port) {}

  /**
   * Reads the whole property.
   *
   * @param defaultPorts the port of each link of this node, by name; 0 when it is ephemeral
   * @throws IllegalArgumentException when an entry is wrong, or a name does not resolve
   */
  public static List<HostSpec> parse(String hosts, Map<String, Integer> defaultPorts) {
    List<HostSpec> specs = new ArrayList<>();
    for (Entry entry : read(hosts, defaultPorts)) {
      InetAddress address = resolve(hosts, entry);
      specs.add(new HostSpec(entry.link(), new InetSocketAddress(address, entry.port())));
    }
    return specs;
  }

  /**
   * Checks the property as far as it can be without looking up any name.
   *
   * @param links the names of the links that may have hosts
   * @throws IllegalArgumentException when an entry is wrong
   */
  public static void check(String hosts, Collection<String> links) {
    Map<String, Integer> anyPort = new LinkedHashMap<>();
    links.forEach(link -> anyPort.put(link, 1));
    read(hosts, anyPort);
  }

  private static List<Entry> read(String hosts, Map<String, Integer> defaultPorts) {
    List<Entry> entries = new ArrayList<>();
    if (hosts == null || hosts.isBlank()) {
      return entries;
    }
    for (String entry : hosts.split(",", -1)) {
      entries.add(readOne(hosts, entry.strip(), defaultPorts));
    }
    return entries;
  }

  private static Entry readOne(String hosts, String entry, Map<String, Integer> defaultPorts) {
    Matcher matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw wrong(
          hosts,
          "entry '" + entry + "' is not LINK=HOST[:PORT]",
          "write for example hb=10.0.1.7 or hb=10.0.1.7:7601 (IPv6 in brackets)");
    }
    String link = matcher.group("link");
    if (!defaultPorts.containsKey(link)) {
      throw wrong(
          hosts,
          "entry '" + entry + "' names link '" + link + "'",
          "the links are " + defaultPorts.keySet());
    }
    int port =
        matcher.group("port") == null
            ? defaultPorts.get(link)
            : Integer.parseInt(matcher.group("port"));
    if (port < 1 || port > 65_535) {
      throw wrong(hosts, "entry '" + entry + "' has port " + port, "give one of 1 to 65535");
    }
    String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
    return new Entry(entry, link, host, port);
  }

  private static InetAddress resolve(String hosts, Entry entry) {
    try {
      return InetAddress.getByName(entry.host());
    } catch (UnknownHostException e) {
      IllegalArgumentException wrong =
          wrong(
              hosts,
              "entry '" + entry.text() + "': no address is known for '" + entry.host() + "'",
              "give an IP address, or a name that resolves");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static IllegalArgumentException wrong(String hosts, String what, String remedy) {
    return new IllegalArgumentException("hosts '%s': %s: %s".formatted(hosts, what, remedy));
  }
}
