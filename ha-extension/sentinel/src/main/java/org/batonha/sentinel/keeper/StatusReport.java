package org.batonha.sentinel.keeper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.batonha.sentinel.protocol.Refusal;

/** The lines that say what is held. */
final class StatusReport {
  private StatusReport() {}

  /** Returns the names, epochs and addresses of all of a commander's services. */
  static String brief(String tag, List<Holding> holdings) {
    StringJoiner text = new StringJoiner(" ");
    text.add("ok").add(tag);
    holdings.forEach(holding -> text.add(holding.toString()));
    return text.toString();
  }

  /** Returns all that is known of one service's addresses. */
  static String full(String tag, Holding holding, Host host) throws Refusal {
    Map<String, Optional<Device>> devices = new HashMap<>();
    StringJoiner text = new StringJoiner(" ");
    text.add("ok").add(tag).add(holding.service()).add(Long.toString(holding.epoch()));
    for (Held held : holding.held()) {
      String name = held.address().device();
      if (!devices.containsKey(name)) {
        devices.put(name, host.device(name));
      }
      Optional<String> own = host.virtualMac(held.address());
      text.add(
          held.status(
              devices
                  .get(name)
                  .map(device -> new Device(own.orElse(device.mac()), device.carrier()))));
    }
    return text.toString();
  }
}
