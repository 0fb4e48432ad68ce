package io.github.handful.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time such as {@code 90s}, {@code 10m}, {@code 1.5h} or {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)([hms])");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  @Override
  public Duration convert(String text) {
    Duration total = Duration.ZERO;
    if (WHOLE.matcher(text.strip()).matches()) {
      for (Matcher m = PART.matcher(text); m.find(); ) {
        long unit = m.group(2).equals("h") ? 3600 : m.group(2).equals("m") ? 60 : 1;
        total = total.plusMillis(Math.round(Double.parseDouble(m.group(1)) * unit * 1000));
      }
    }
    if (total.isZero()) {
      throw new TypeConversionException("'" + text + "' is not a time such as 90s, 10m or 1h30m");
    }
    return total;
  }
}
