package org.batonha.sentinel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.batonha.sentinel.keeper.Log;

/** The log: one line per event on stderr, {@code TIME LEVEL TEXT}. Never blocks. */
final class StderrLog implements Log {
  private final LineWriter out;

  StderrLog(LineWriter out) {
    this.out = out;
  }

  @Override
  public void info(String text) {
    write("INFO", text);
  }

  @Override
  public void warn(String text) {
    write("WARN", text);
  }

  private void write(String level, String text) {
    out.send(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + text);
  }
}
