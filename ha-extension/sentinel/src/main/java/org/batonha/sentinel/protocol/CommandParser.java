package org.batonha.sentinel.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.Command.Announce;
import org.batonha.sentinel.protocol.Command.Attach;
import org.batonha.sentinel.protocol.Command.Check;
import org.batonha.sentinel.protocol.Command.Configure;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.Command.Release;
import org.batonha.sentinel.protocol.Command.Renew;
import org.batonha.sentinel.protocol.Command.Shut;
import org.batonha.sentinel.protocol.Command.Status;
import org.batonha.sentinel.protocol.Command.StatusOf;
import org.batonha.sentinel.protocol.Command.Tell;
import org.batonha.sentinel.protocol.Command.Tickle;

/** Reads one line as a command. Strict: what is not exactly a command is refused. */
public final class CommandParser {
  /** The most probes that one {@code hold} may ask for; at 30 ms each, 20 take 0.6 s. */
  public static final int PROBES_LIMIT = 20;

  /** The longest datagram that a {@code tell} may carry, in bytes. */
  public static final int DATAGRAM_LIMIT = 256;

  private static final Pattern DATAGRAM =
      Pattern.compile("[0-9a-fA-F]{2,%d}".formatted(2 * DATAGRAM_LIMIT));
  private static final Pattern LINK = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Each command with its arguments, as people read it in an error. */
  private static final Map<String, String> SYNTAX =
      Map.ofEntries(
          Map.entry("attach", "attach TAG PID"),
          Map.entry("hold", "hold TAG SERVICE EPOCH DEADLINE PROBES [ADDRESS...]"),
          Map.entry("prepare", "prepare TAG ADDRESS..."),
          Map.entry("renew", "renew TAG SERVICE EPOCH DEADLINE"),
          Map.entry("shut", "shut TAG SERVICE EPOCH"),
          Map.entry("release", "release TAG SERVICE EPOCH"),
          Map.entry("announce", "announce TAG SERVICE"),
          Map.entry("check", "check TAG ADDRESS..."),
          Map.entry("configure", "configure TAG SERVICE [NAME=VALUE...]"),
          Map.entry("status", "status TAG [SERVICE]"),
          Map.entry("tell", "tell TAG LINK LOCAL DEAD LETGO [IP:PORT...]"),
          Map.entry("tickle", "tickle TAG SERVICE CONNECTION..."));

  private CommandParser() {}

  /** Returns the tag of a line for the answer to it, or {@code -} if none can be read. */
  public static String tagOf(String line) {
    String[] words = line.split(" ", 3);
    return words.length > 1 && TAG.matcher(words[1]).matches() ? words[1] : "-";
  }

  /**
   * Reads one line, without its line end.
   *
   * @throws Refusal with {@link ErrorCode#USAGE} or {@link ErrorCode#ADDRESS}
   */
  public static Command parse(String line) throws Refusal {
    List<String> words = List.of(line.split(" ", -1));
    String name = words.get(0);
    if (!SYNTAX.containsKey(name)) {
      throw usage(
          "unknown command '%s': the commands are %s"
              .formatted(
                  Quote.of(name),
                  SYNTAX.keySet().stream().sorted().collect(Collectors.joining(" "))));
    }
    if (words.contains("")) {
      throw usage("words are separated by exactly one space: " + SYNTAX.get(name));
    }
    if (words.size() < 2 || !TAG.matcher(words.get(1)).matches()) {
      throw usage("a tag is 1 to 32 of A-Z a-z 0-9 _ -: " + SYNTAX.get(name));
    }
    String tag = words.get(1);
    List<String> rest = words.subList(2, words.size());
    return switch (name) {
      case "hold" -> {
        atLeast(4, rest, name);
        yield new Hold(
            tag,
            service(rest.get(0)),
            epoch(rest.get(1)),
            number("the deadline", rest.get(2), Long.MIN_VALUE, Long.MAX_VALUE),
            (int) number("the number of probes", rest.get(3), 0, PROBES_LIMIT),
            addresses(rest.subList(4, rest.size())));
      }
      case "renew" -> {
        exactly(3, rest, name);
        yield new Renew(
            tag,
            service(rest.get(0)),
            epoch(rest.get(1)),
            number("the deadline", rest.get(2), Long.MIN_VALUE, Long.MAX_VALUE));
      }
      case "shut" -> {
        exactly(2, rest, name);
        yield new Shut(tag, service(rest.get(0)), epoch(rest.get(1)));
      }
      case "release" -> {
        exactly(2, rest, name);
        yield new Release(tag, service(rest.get(0)), epoch(rest.get(1)));
      }
      case "announce" -> {
        exactly(1, rest, name);
        yield new Announce(tag, service(rest.get(0)));
      }
      case "check", "prepare" -> {
        atLeast(1, rest, name);
        yield new Check(tag, addresses(rest), name.equals("check"));
      }
      case "configure" -> {
        atLeast(1, rest, name);
        yield new Configure(tag, service(rest.get(0)), Policy.parse(rest.subList(1, rest.size())));
      }
      case "tickle" -> {
        atLeast(2, rest, name);
        yield new Tickle(tag, service(rest.get(0)), connections(rest.subList(1, rest.size())));
      }
      case "attach" -> {
        exactly(1, rest, name);
        yield new Attach(tag, number("the process", rest.get(0), 1, Integer.MAX_VALUE));
      }
      case "tell" -> {
        atLeast(4, rest, name);
        yield new Tell(
            tag,
            matching(LINK, "a link's name: 1 to 64 of A-Z a-z 0-9 . _ -", rest.get(0)),
            ip(rest.get(1)),
            datagram(rest.get(2)),
            datagram(rest.get(3)),
            peers(rest.subList(4, rest.size())));
      }
      default -> {
        if (rest.isEmpty()) {
          yield new Status(tag);
        }
        exactly(1, rest, name);
        yield new StatusOf(tag, service(rest.get(0)));
      }
    };
  }

  private static void atLeast(int count, List<String> words, String command) throws Refusal {
    if (words.size() < count) {
      throw usage("too few words: " + SYNTAX.get(command));
    }
  }

  private static void exactly(int count, List<String> words, String command) throws Refusal {
    atLeast(count, words, command);
    if (words.size() > count) {
      throw usage("too many words: " + SYNTAX.get(command));
    }
  }

  private static String service(String word) throws Refusal {
    return matching(
        SERVICE, "a service's name: 1 to 64 of A-Z a-z 0-9 . _ -, first a letter or digit", word);
  }

  private static String matching(Pattern pattern, String what, String word) throws Refusal {
    if (!pattern.matcher(word).matches()) {
      throw usage("'%s' is not %s".formatted(Quote.of(word), what));
    }
    return word;
  }

  private static InetAddress ip(String word) throws Refusal {
    try {
      return IpLiteral.parse(word);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorCode.ADDRESS, e.getMessage(), e);
    }
  }

  /** Never shows the word: it is a secret. */
  private static byte[] datagram(String word) throws Refusal {
    if (!DATAGRAM.matcher(word).matches() || word.length() % 2 != 0) {
      throw usage(
          "a datagram is not 2 to %d hexadecimal digits: %s"
              .formatted(2 * DATAGRAM_LIMIT, SYNTAX.get("tell")));
    }
    return HexFormat.of().parseHex(word);
  }

  private static List<InetSocketAddress> peers(List<String> words) throws Refusal {
    List<InetSocketAddress> peers = new ArrayList<>();
    for (String word : words) {
      peers.add(endpoint(word));
    }
    return peers;
  }

  private static List<Connection> connections(List<String> words) throws Refusal {
    List<Connection> connections = new ArrayList<>();
    for (String word : words) {
      connections.add(Connection.parse(word));
    }
    return connections;
  }

  /** Reads {@code IP:PORT}, an IPv6 address in brackets. */
  static InetSocketAddress endpoint(String word) throws Refusal {
    int colon = word.lastIndexOf(':');
    if (colon < 0) {
      throw usage("'%s' is not IP:PORT".formatted(Quote.of(word)));
    }
    long port = number("the port", word.substring(colon + 1), 1, 65_535);
    return new InetSocketAddress(ip(unbracketed(word.substring(0, colon))), (int) port);
  }

  private static String unbracketed(String word) {
    return word.startsWith("[") && word.endsWith("]") ? word.substring(1, word.length() - 1) : word;
  }

  private static long epoch(String word) throws Refusal {
    return number("the epoch", word, 0, Long.MAX_VALUE);
  }

  private static long number(String what, String word, long least, long most) throws Refusal {
    try {
      // parseLong alone would also take a plus sign and digits of other scripts.
      if (word.matches("-?[0-9]{1,19}")) {
        long value = Long.parseLong(word);
        if (value >= least && value <= most) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      throw new Refusal(ErrorCode.USAGE, notANumber(what, word, least, most), e);
    }
    throw usage(notANumber(what, word, least, most));
  }

  private static String notANumber(String what, String word, long least, long most) {
    return "%s is '%s': it must be a number from %d to %d"
        .formatted(what, Quote.of(word), least, most);
  }

  private static List<VirtualAddress> addresses(List<String> words) throws Refusal {
    List<VirtualAddress> addresses = new ArrayList<>();
    Set<InetAddress> known = new HashSet<>();
    for (String word : words) {
      VirtualAddress address;
      try {
        address = VirtualAddress.parse(word);
      } catch (IllegalArgumentException e) {
        throw new Refusal(ErrorCode.ADDRESS, e.getMessage(), e);
      }
      if (!known.add(address.ip())) {
        throw new Refusal(
            ErrorCode.ADDRESS,
            "%s is named twice: name each address once".formatted(IpLiteral.format(address.ip())));
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static Refusal usage(String text) {
    return new Refusal(ErrorCode.USAGE, text);
  }
}
