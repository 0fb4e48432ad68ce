package io.github.handful.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Columns of a B-scan.
 *
 * @param first from 0
 * @param last not below {@code first}; it belongs to the range
 */
record ColumnRange(int first, int last) {

  int count() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }

  /** Reads ranges such as 0-383. */
  static final class Converter implements ITypeConverter<ColumnRange> {
    @Override
    public ColumnRange convert(String text) {
      if (text.matches("\\d{1,9}-\\d{1,9}")) {
        String[] ends = text.split("-");
        ColumnRange range = new ColumnRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        if (range.count() > 0) {
          return range;
        }
      }
      throw new TypeConversionException("'" + text + "' is no range of columns such as 0-383");
    }
  }
}
