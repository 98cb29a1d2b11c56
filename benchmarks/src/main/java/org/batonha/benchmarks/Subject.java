package org.batonha.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A transport to measure; the protocols above are the same for all. */
enum Subject {
  /** JGroups' own. */
  STOCK_TCP("stock-tcp", null),
  /** One link over TCP. */
  TCP("redundant-tcp", STOCK_TCP),
  /** Two links over TCP, one carries. */
  PASSIVE("redundant-passive", STOCK_TCP),
  /** Two links over TCP, both carry everything. */
  ACTIVE("redundant-active", STOCK_TCP),
  /** One link over TCP, encrypted. */
  AES("redundant-aes", STOCK_TCP),
  /** JGroups' own. */
  STOCK_UDP("stock-udp", null),
  /** One link over UDP. */
  UDP("redundant-udp", STOCK_UDP);

  static final int MAX_NODES = 3;

  private static final String ABOVE =
      """
      <MERGE3 min_interval="1s" max_interval="3s"/>
      <NAKACK4 xmit_interval="100ms"/><UNICAST4 xmit_interval="100ms"/>
      <pbcast.GMS print_local_addr="false" join_timeout="1s"/><FRAG4 frag_size="60k"/>
      """;

  private final String word;
  private final Subject reference;

  Subject(String word, Subject reference) {
    this.word = word;
    this.reference = reference;
  }

  String word() {
    return word;
  }

  /** Returns the words for all of them. */
  static List<String> words() {
    return Arrays.stream(values()).map(Subject::word).toList();
  }

  /** Returns the one with a word, one of {@link #words()}. */
  static Subject of(String word) {
    return values()[words().indexOf(word)];
  }

  /** Returns to whom it is compared. */
  Optional<Subject> reference() {
    return Optional.ofNullable(reference);
  }

  /** Returns the stack file of a node, counted from 1. */
  byte[] stack(int node) {
    String xml = "<config xmlns=\"urn:org:jgroups\">%s%s</config>";
    return xml.formatted(transport(node), ABOVE).getBytes(StandardCharsets.UTF_8);
  }

  private String transport(int node) {
    // Threads live on: what one has allocated is forgotten when it ends.
    String pool =
        " thread_pool.min_threads=\"0\" thread_pool.max_threads=\"200\" thread_pool.keep_alive_time=\"120s\"";
    return switch (this) {
      case STOCK_TCP ->
          "<TCP bind_addr=\"127.0.8.%d\" bind_port=\"17800\" port_range=\"0\"%s/><RED/><TCPPING initial_hosts=\"%s\" port_range=\"0\"/>"
              .formatted(node, pool, hosts("127.0.8.%d[17800]"));
      // JGroups finds the interface of an address only when it is set there: 127.0.8.1 is not.
      case STOCK_UDP ->
          "<UDP bind_addr=\"127.0.0.1\" mcast_addr=\"230.0.9.9\" mcast_port=\"45990\" ip_ttl=\"0\"%s/><RED/><PING/>"
              .formatted(pool);
      case TCP -> redundant(node, "a=tcp:127.0.8.%1$d:17810", "a=127.0.8.%d:17810", pool);
      case AES ->
          redundant(
              node,
              "a=tcp:127.0.8.%1$d:17810",
              "a=127.0.8.%d:17810",
              pool + " key=\"the-key-of-the-benchmark\"");
      case UDP -> redundant(node, "a=udp:127.0.8.%1$d:17820", "a=127.0.8.%d:17820", pool);
      case PASSIVE, ACTIVE ->
          redundant(
              node,
              "a=tcp:127.0.8.%1$d:17830,b=tcp:127.0.9.%1$d:17831",
              "a=127.0.8.%d:17830",
              pool + " mode=\"" + (this == ACTIVE ? "active" : "passive") + "\"");
    };
  }

  private static String redundant(int node, String links, String host, String more) {
    return "<org.batonha.transport.REDUNDANT links=\"%s\" hosts=\"%s\" multicast_address=\"230.0.9.9\" multicast_port=\"45991\" ip_ttl=\"0\"%s/><RED/><PING/>"
        .formatted(links.formatted(node), hosts(host), more);
  }

  private static String hosts(String pattern) {
    return IntStream.rangeClosed(1, MAX_NODES)
        .mapToObj(pattern::formatted)
        .collect(Collectors.joining(","));
  }
}
