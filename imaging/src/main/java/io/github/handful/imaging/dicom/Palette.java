package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;

/**
 * The colours of PALETTE COLOR images (PS3.3 section C.7.6.3.1.5).
 *
 * @param first the stored value of the first entry
 * @param entries the three colours, one after another
 */
record Palette(int first, int[] entries) {
  private static final Tag[][] COLOURS = {
    {Tag.RED_PALETTE_DESCRIPTOR, Tag.RED_PALETTE_DATA},
    {Tag.GREEN_PALETTE_DESCRIPTOR, Tag.GREEN_PALETTE_DATA},
    {Tag.BLUE_PALETTE_DESCRIPTOR, Tag.BLUE_PALETTE_DATA}
  };

  static Palette of(DicomFile file) {
    Attributes attributes = file.attributes();
    double[] descriptor = attributes.numbers(Tag.RED_PALETTE_DESCRIPTOR);
    if (descriptor.length != 3) {
      throw new DataException(
          file.file() + " has a palette of a kind that is not read; convert it to RGB.");
    }
    int length = descriptor[0] == 0 ? 1 << 16 : (int) descriptor[0];
    int[] entries = new int[3 * length];
    for (int c = 0; c < 3; c++) {
      byte[] bytes = attributes.bytes(COLOURS[c][1]);
      boolean wide = bytes.length >= 2 * length;
      if (bytes.length < length) {
        throw file.damaged("its palette is incomplete");
      }
      double[] words = wide ? attributes.numbers(COLOURS[c][1]) : new double[0];
      for (int i = 0; i < length; i++) {
        entries[c * length + i] = wide ? (int) words[i] : bytes[i] & 0xff;
      }
    }
    return new Palette((int) descriptor[1], entries);
  }

  /** Red, green and blue planes; values outside the palette take its nearest entry. */
  int[] colours(int[] values) {
    int length = entries.length / 3;
    int[] planes = new int[3 * values.length];
    for (int i = 0; i < values.length; i++) {
      int entry = Math.max(0, Math.min(length - 1, values[i] - first));
      for (int c = 0; c < 3; c++) {
        planes[c * values.length + i] = entries[c * length + entry];
      }
    }
    return planes;
  }
}
