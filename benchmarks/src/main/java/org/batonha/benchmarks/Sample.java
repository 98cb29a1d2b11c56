package org.batonha.benchmarks;

/**
 * One measured number.
 *
 * @param kase what was done, for example {@code 2 nodes, 1 KB}
 * @param subject who did it
 * @param metric what was measured
 * @param unit in what
 * @param higherIsBetter which end of several runs is the worst
 */
public record Sample(
    String kase, String subject, String metric, String unit, boolean higherIsBetter, double value) {
  private static final String SEPARATOR = "\t";

  /** Returns one line, for another process to read. */
  public String line() {
    return String.join(
        SEPARATOR,
        "sample",
        kase,
        subject,
        metric,
        unit,
        String.valueOf(higherIsBetter),
        String.valueOf(value));
  }

  /** Returns whether a line is one of {@link #line}. */
  public static boolean isLine(String line) {
    return line.startsWith("sample" + SEPARATOR);
  }

  /** Reads what {@link #line} wrote. */
  public static Sample ofLine(String line) {
    String[] fields = line.split(SEPARATOR);
    return new Sample(
        fields[1],
        fields[2],
        fields[3],
        fields[4],
        Boolean.parseBoolean(fields[5]),
        Double.parseDouble(fields[6]));
  }
}
