package io.github.handful.imaging.dicom;

import java.util.List;
import java.util.Locale;

/**
 * What a segment is, in codes of SNOMED CT: those of a few frequent organs and findings that are
 * told by the name of the class, for all others tissue.
 */
final class SegmentCodes {
  private static final Code TISSUE = new Code("85756007", "Tissue");
  private static final Code STRUCTURE = new Code("123037004", "Anatomical Structure");
  private static final Code ALTERED = new Code("49755003", "Morphologically Altered Structure");

  private static final List<Known> KNOWN =
      List.of(
          new Known("tumo", ALTERED, new Code("108369006", "Neoplasm")),
          new Known("neoplasm", ALTERED, new Code("108369006", "Neoplasm")),
          new Known("lesion", ALTERED, new Code("52988006", "Lesion")),
          new Known("edema", ALTERED, new Code("79654002", "Edema")),
          new Known("vessel", STRUCTURE, new Code("59820001", "Blood vessel")),
          new Known("liver", STRUCTURE, new Code("10200004", "Liver")),
          new Known("spleen", STRUCTURE, new Code("78961009", "Spleen")),
          new Known("kidney", STRUCTURE, new Code("64033007", "Kidney")),
          new Known("pancreas", STRUCTURE, new Code("15776009", "Pancreas")),
          new Known("stomach", STRUCTURE, new Code("69695003", "Stomach")),
          new Known("prostate", STRUCTURE, new Code("41216001", "Prostate")),
          new Known("aorta", STRUCTURE, new Code("15825003", "Aorta")),
          new Known("heart", STRUCTURE, new Code("80891009", "Heart")),
          new Known("lung", STRUCTURE, new Code("39607008", "Lung")),
          new Known("brain", STRUCTURE, new Code("12738006", "Brain")));

  private SegmentCodes() {}

  private record Code(String value, String meaning) {}

  private record Known(String word, Code category, Code type) {}

  /** Adds the category and the type of a class to its segment. */
  static void describe(AttributeWriter segment, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Known known =
        KNOWN.stream()
            .filter(candidate -> lower.contains(candidate.word()))
            .findFirst()
            .orElse(new Known("", TISSUE, TISSUE));
    segment.item(Tag.SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE, sct(known.category()));
    segment.item(Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE, sct(known.type()));
  }

  private static AttributeWriter sct(Code code) {
    return code("SCT", code.value(), code.meaning());
  }

  /** An item of a code sequence. */
  static AttributeWriter code(String scheme, String value, String meaning) {
    return new AttributeWriter()
        .text(Tag.CODE_VALUE, value)
        .text(Tag.CODING_SCHEME_DESIGNATOR, scheme)
        .text(Tag.CODE_MEANING, meaning);
  }
}
