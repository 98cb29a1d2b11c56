package org.batonha.sample;

import jakarta.enterprise.inject.Instance;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.batonha.api.NotHolderException;

/**
 * Asks the ticker, wherever it may be. Only a server with Baton has the classes that this needs:
 * let no one else touch this class.
 */
final class TickerReport {
  private TickerReport() {}

  /** Returns what is known of the ticker on this node: its ticks, or why there are none. */
  static JsonObjectBuilder of(Instance<Ticker> ticker) {
    JsonObjectBuilder report = Json.createObjectBuilder().add("service", Ticker.SERVICE);
    try {
      List<Tick> ticks = ticker.get().lastTicks();
      report.add("here", true).add("holder", ThisNode.name());
      report.add("ticks", ticks(ticks));
    } catch (NotHolderException e) {
      report.add("here", false).add("message", e.getMessage());
      e.holder()
          .ifPresentOrElse(node -> report.add("holder", node), () -> report.addNull("holder"));
    } catch (IllegalStateException e) {
      report.add("here", false).addNull("holder").add("message", e.getMessage());
    }
    return report;
  }

  private static JsonArrayBuilder ticks(List<Tick> ticks) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    ticks.forEach(
        tick ->
            array.add(
                Json.createObjectBuilder()
                    .add("number", tick.number())
                    .add("atMillis", tick.atMillis())));
    return array;
  }
}
