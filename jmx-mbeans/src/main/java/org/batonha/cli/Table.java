package org.batonha.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of left-aligned columns, as wide as their widest cells. */
final class Table {
  private static final String GAP = "  ";

  /** A cell; the style does not count for the width. */
  record Cell(String text, Style style) {
    static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(header.stream().map(title -> new Cell(title, Style.HEADER)).toList());
  }

  void add(List<Cell> row) {
    if (row.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of " + row.size() + " cells in a table of " + rows.get(0).size() + " columns");
    }
    rows.add(List.copyOf(row));
  }

  /** Returns the columns that the table takes. */
  int width() {
    int width = 0;
    for (int column = 0; column < rows.get(0).size(); column++) {
      width += width(column) + (column == 0 ? 0 : GAP.length());
    }
    return width;
  }

  /** Returns the table, each line ending with a line break and without blanks at its end. */
  String text(boolean colour) {
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      int blanks = 0;
      for (int column = 0; column < row.size(); column++) {
        Cell cell = row.get(column);
        if (!cell.text().isEmpty()) {
          line.append(" ".repeat(blanks)).append(cell.style().apply(cell.text(), colour));
          blanks = 0;
        }
        blanks += width(column) - cell.text().length() + GAP.length();
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).text().length()).max().orElse(0);
  }
}
