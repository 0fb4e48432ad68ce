package io.github.handful.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a volume's header that is text, as MetaImage and NRRD have it.
 *
 * @param fields values by the name of their field in lower case
 * @param end the byte of the file after the header
 */
record TextHeader(Path file, VolumeFormat format, Map<String, String> fields, int end) {
  private static final int LONGEST = 1 << 20;

  /** The beginning of a file as text, one character for each byte. */
  static String beginning(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the disk and its access rights.", e);
    }
  }

  /** The value of the first of these fields that is there. */
  Optional<String> text(String... names) {
    return Arrays.stream(names).filter(fields::containsKey).map(fields::get).findFirst();
  }

  /** The value of a field that must be there. */
  String required(String name) {
    return text(name).orElseThrow(() -> format.damaged(file, "no " + name));
  }

  /** The whole number of a field, or another where the field is missing. */
  long integer(String name, long otherwise) {
    return text(name).map(t -> integers(name, t, 1)[0]).orElse(otherwise);
  }

  /** The number of a field, or another where the field is missing. */
  double number(String name, double otherwise) {
    return text(name).map(t -> numbers(name, t, 1)[0]).orElse(otherwise);
  }

  /** Whether a field says true or yes. */
  boolean flag(String... names) {
    return text(names).filter(t -> t.toLowerCase(Locale.ROOT).matches("true|t|1|yes")).isPresent();
  }

  /** Exactly so many whole numbers. */
  long[] integers(String name, String text, int count) {
    String[] words = words(name, text, count);
    try {
      return Arrays.stream(words).mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException e) {
      throw bad(name, text);
    }
  }

  /** Exactly so many numbers. */
  double[] numbers(String name, String text, int count) {
    String[] words = words(name, text, count);
    try {
      return Arrays.stream(words).mapToDouble(TextHeader::parse).toArray();
    } catch (NumberFormatException e) {
      throw bad(name, text);
    }
  }

  private static double parse(String word) {
    return word.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(word);
  }

  private String[] words(String name, String text, int count) {
    String[] words = text.trim().split("[\\s,]+");
    if (words.length != count) {
      throw bad(name, text);
    }
    return words;
  }

  /** The header has a value that is not understood. */
  DataException bad(String name, String value) {
    return format.damaged(file, name + " is '" + value.replaceAll("(.{40}).+", "$1…") + "'");
  }
}
