package io.github.handful.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The names that PS3.3 section C.12.1.1.2 gives to character sets. */
final class CharacterSets {
  /** The default repertoire is ASCII; Latin-1 reads it, and what careless writers add. */
  static final Charset DEFAULT = StandardCharsets.ISO_8859_1;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("100", "ISO-8859-1"),
          Map.entry("101", "ISO-8859-2"),
          Map.entry("109", "ISO-8859-3"),
          Map.entry("110", "ISO-8859-4"),
          Map.entry("144", "ISO-8859-5"),
          Map.entry("127", "ISO-8859-6"),
          Map.entry("126", "ISO-8859-7"),
          Map.entry("138", "ISO-8859-8"),
          Map.entry("148", "ISO-8859-9"),
          Map.entry("166", "TIS-620"),
          Map.entry("13", "Shift_JIS"),
          Map.entry("87", "ISO-2022-JP"),
          Map.entry("159", "ISO-2022-JP-2"),
          Map.entry("149", "ISO-2022-KR"),
          Map.entry("58", "GB2312"),
          Map.entry("192", "UTF-8"),
          Map.entry("GB18030", "GB18030"),
          Map.entry("GBK", "GBK"));

  private CharacterSets() {}

  /** Of several sets, which switch by escape codes, the last known one, as it holds the first. */
  static Charset of(List<String> values) {
    Charset charset = DEFAULT;
    for (String value : values) {
      String name = NAMES.get(value.replaceFirst("^ISO(_IR|[ _]2022[ _]IR) ?", "").strip());
      if (name != null && Charset.isSupported(name)) {
        charset = Charset.forName(name);
      }
    }
    return charset;
  }
}
