package io.github.handful.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a read-out. */
final class ReadOutConverter implements ITypeConverter<ReadOutChoice> {
  @Override
  public ReadOutChoice convert(String text) {
    try {
      return ReadOutChoice.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
