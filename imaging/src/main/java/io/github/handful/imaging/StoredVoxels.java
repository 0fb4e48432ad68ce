package io.github.handful.imaging;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Where the numbers of a volume lie.
 *
 * @param start the byte of the file at which they begin, compressed where they are
 * @param length the bytes they take in the file
 * @param skip bytes before the first number once they are unpacked
 */
record StoredVoxels(Path file, Packing packing, long start, long length, long skip) {
  private static final int BUFFER = 1 << 16;

  /** Deflate packs at most 1032 bytes into one. */
  private static final long MAX_DEFLATE_RATIO = 1032;

  /** How the numbers are stored. */
  enum Packing {
    RAW,
    GZIP,
    ZLIB,
    TEXT
  }

  /** Everything from a byte of the file to its end. */
  static StoredVoxels from(Path file, Packing packing, long start, long skip) {
    return new StoredVoxels(file, packing, start, Math.max(0, bytes(file) - start), skip);
  }

  /**
   * A data file that a header names, which must lie beside it.
   *
   * @throws DataException where it is missing or its name leads elsewhere
   */
  static Path beside(Path header, String name) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    boolean elsewhere =
        plain.isEmpty() || plain.contains("/") || plain.contains("\\") || plain.contains(":");
    if (elsewhere || plain.startsWith("..")) {
      throw new DataException(
          "%s names the data file '%s', and only a plain name in the same folder is followed; put both files into one folder and correct the name."
              .formatted(header, name));
    }
    try {
      Path file = header.resolveSibling(plain);
      if (Files.isRegularFile(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new DataException(
          header + " names a data file that no folder can hold; correct the name in the header.",
          e);
    }
    throw new DataException(
        "%s needs its data file '%s' beside it, which is missing; copy both into one folder."
            .formatted(header, plain));
  }

  /** The length of a file. */
  static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the disk and its access rights.", e);
    }
  }

  /** The first two bytes of a piece of a file, fewer where it ends. */
  static byte[] firstBytes(Path file, long start) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skip(start);
      return in.readNBytes(2);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the disk and its access rights.", e);
    }
  }

  /** Whether so many numbers can be in the file at all, however well they are packed. */
  boolean canHold(double numbers, ScalarType type) {
    double capacity =
        switch (packing) {
          case RAW -> length;
          case GZIP, ZLIB -> (double) length * MAX_DEFLATE_RATIO;
          // A digit and a blank for each.
          case TEXT -> (length + 1) / 2.0 * type.bytes();
        };
    return skip + numbers * type.bytes() <= capacity;
  }

  /** Opens the numbers at the first one. */
  NumberStream open(ScalarType type, ByteOrder order) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.skipNBytes(start);
      InputStream unpacked =
          switch (packing) {
            case RAW, TEXT -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZLIB -> inflate(in);
          };
      unpacked.skipNBytes(skip);
      return packing == Packing.TEXT
          ? new TextNumbers(unpacked)
          : new BinaryNumbers(unpacked, type, order);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream inflate(InputStream in) {
    Inflater inflater = new Inflater();
    return new InflaterInputStream(in, inflater, BUFFER) {
      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }
}
