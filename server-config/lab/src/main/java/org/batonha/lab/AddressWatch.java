package org.batonha.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sees every change of an address on every node, through the kernel's own messages: one {@code ip
 * monitor} per node, which gets a processor as soon as it can, for it prints the time at which it
 * did. Thread-safe. Start it before the addresses may appear.
 */
public final class AddressWatch implements AutoCloseable {
  private final List<Process> monitors = new ArrayList<>();
  private final List<AddressEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Starts to watch.
   *
   * @throws LabException when a monitor cannot be started
   */
  public AddressWatch(Lab lab, List<String> nodes, String address) {
    for (String node : nodes) {
      watch(lab, node, address);
    }
  }

  private void watch(Lab lab, String node, String address) {
    List<String> monitoring = List.of("env", "TZ=UTC", "ip", "-ts", "-o", "monitor", "address");
    List<String> command = lab.onHost(node, Precedence.of(monitoring));
    try {
      Process monitor =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      monitors.add(monitor);
      Thread reader = new Thread(() -> read(monitor, node, address), "address-watch-" + node);
      reader.setDaemon(true);
      reader.start();
    } catch (IOException e) {
      throw new LabException("cannot watch the addresses of " + node + " by " + command, e);
    }
  }

  private void read(Process monitor, String node, String address) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        AddressEvent.parse(node, line)
            .filter(event -> event.address().equals(address))
            .ifPresent(events::add);
      }
      if (!closed) {
        troubles.add("the watch on the addresses of " + node + " ended by itself");
      }
    } catch (IOException e) {
      if (!closed) {
        troubles.add("the watch on the addresses of " + node + " broke: " + e.getMessage());
      }
    }
  }

  /**
   * Returns what was seen up to now.
   *
   * @throws LabException when a monitor ended early, so that the answer would be a guess
   */
  public Ownership ownership(String address) {
    if (!troubles.isEmpty()) {
      throw new LabException(String.join("; ", troubles));
    }
    return Ownership.of(address, events);
  }

  @Override
  public void close() {
    closed = true;
    monitors.forEach(Process::destroy);
  }
}
