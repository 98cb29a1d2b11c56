package org.batonha.benchmarks.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batonha.lab.Lab;

/**
 * How often and for how long answers waited for their sessions on the serving node, since it
 * started, as its sample application tells. Immutable.
 *
 * @param count how many did; 0 where the sessions are not durable
 * @param meanMicros for how long in the mean
 */
record Waits(long count, long meanMicros) {
  private static final String STATUS = "http://" + Lab.VIP + ":8080/sample/status";
  private static final Pattern COUNT = Pattern.compile("\"withheld\":(\\d+)");
  private static final Pattern MEAN = Pattern.compile("\"meanWait\":(\\d+)");

  static Waits now() {
    try (InputStream in = URI.create(STATUS).toURL().openStream()) {
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS, e);
    }
  }

  static Waits of(String status) {
    return new Waits(number(COUNT, status), number(MEAN, status));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** Returns the mean of those after {@code before}, if there were any. */
  Optional<Double> meanMillisSince(Waits before) {
    long since = count - before.count;
    if (since <= 0) {
      return Optional.empty();
    }
    double micros = (double) count * meanMicros - (double) before.count * before.meanMicros;
    return Optional.of(micros / since / 1e3);
  }
}
