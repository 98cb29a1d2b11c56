package org.batonha.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.cli.Table.Cell;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.EventRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code baton log}. */
@Command(
    name = "log",
    description = {
      "Shows what was decided on the node that is asked (see --server), and why, the newest last.",
      ""
    },
    optionListHeading = "Options:%n")
final class LogCommand extends ServerCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  @Option(
      names = "--newest",
      paramLabel = "COUNT",
      defaultValue = "50",
      converter = Count.class,
      description = "How many of the newest entries, 1 to 1000. Default: ${DEFAULT-VALUE}")
  private int newest;

  LogCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, null);
  }

  @Override
  Answer ask(BatonServer server) {
    ClusterMXBean cluster = server.cluster();
    return new Log(cluster.getNode(), cluster.log(newest), ZoneId.systemDefault());
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return StatusCommand.silent(server, waited, cause);
  }

  /** Reads how many entries are wanted. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (value.matches("[0-9]{1,4}")) {
        int count = Integer.parseInt(value);
        if (count >= 1 && count <= ClusterMXBean.MOST_LOG_ENTRIES) {
          return count;
        }
      }
      throw new TypeConversionException(
          "'" + value + "' is no count: write 1 to " + ClusterMXBean.MOST_LOG_ENTRIES);
    }
  }

  private record Log(String node, List<EventRecord> entries, ZoneId zone) implements Answer {
    @Override
    public String text(Terminal terminal) {
      if (entries.isEmpty()) {
        return "nothing was decided on " + node + " yet\n";
      }
      Table table = new Table(List.of("TIME", "SERVICE", "EPOCH", "WHAT", "WHY"));
      for (EventRecord entry : entries) {
        boolean ofNode = entry.getService().isEmpty();
        table.add(
            List.of(
                Cell.of(Instant.ofEpochMilli(entry.getAtMillis()).atZone(zone).format(TIME)),
                Cell.of(ofNode ? "-" : entry.getService()),
                Cell.of(ofNode ? "-" : String.valueOf(entry.getEpoch())),
                Cell.of(entry.getWhat()),
                Cell.of(entry.getReason())));
      }
      return table.text(terminal.colour());
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("node", node);
      json.put("entries", entries.stream().map(Log::entry).toList());
      return json;
    }

    private static Map<String, Object> entry(EventRecord entry) {
      boolean ofNode = entry.getService().isEmpty();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("at", Instant.ofEpochMilli(entry.getAtMillis()).toString());
      json.put("service", ofNode ? null : entry.getService());
      json.put("epoch", ofNode ? null : entry.getEpoch());
      json.put("what", entry.getWhat());
      json.put("reason", entry.getReason());
      return json;
    }
  }
}
