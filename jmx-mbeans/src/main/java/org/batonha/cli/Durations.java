package org.batonha.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as they are written on the command line: in seconds. */
final class Durations implements ITypeConverter<Duration> {
  private static final long LEAST_MILLIS = 100;
  private static final long MOST_MILLIS = 300_000;

  @Override
  public Duration convert(String value) {
    if (value.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
      long millis = Math.round(Double.parseDouble(value) * 1000);
      if (millis >= LEAST_MILLIS && millis <= MOST_MILLIS) {
        return Duration.ofMillis(millis);
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is not a time to wait: write seconds from 0.1 to 300, for example 0.5");
  }

  /** Returns the duration for people, for example {@code 3 s} or {@code 0.5 s}. */
  static String text(Duration duration) {
    String seconds = String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds) + " s";
  }
}
