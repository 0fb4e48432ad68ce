package io.github.handful.imaging.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Unique identifiers made of a hash, so that the same content has the same ones: under the root
 * 2.25 a UUID as a decimal number (PS3.5 annex B.2).
 */
final class StableUid {
  private final MessageDigest digest;

  StableUid() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  StableUid add(byte[] content) {
    digest.update(content);
    return this;
  }

  StableUid add(String content) {
    return add((content + "\n").getBytes(StandardCharsets.UTF_8));
  }

  String make() {
    byte[] uuid = Arrays.copyOf(digest.digest(), 16);
    // Version 8 (made in an own way) and variant of RFC 9562.
    uuid[6] = (byte) (uuid[6] & 0x0f | 0x80);
    uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
    return "2.25." + new BigInteger(1, uuid);
  }
}
