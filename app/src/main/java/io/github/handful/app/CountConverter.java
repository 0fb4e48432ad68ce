package io.github.handful.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that counts something: a whole number of 1 or more. */
public final class CountConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // the same sentence serves both faults
    }
    throw new TypeConversionException("'" + text + "' is not a whole number of 1 or more");
  }
}
