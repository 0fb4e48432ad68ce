package io.github.handful.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Numbers as text, with blanks, line ends or commas between them. */
final class TextNumbers implements NumberStream {
  private static final int LONGEST = 64;
  private final InputStream in;

  TextNumbers(InputStream in) {
    this.in = in;
  }

  @Override
  public void read(double[] values, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String token = token();
      if (token.isEmpty()) {
        throw new EOFException();
      }
      try {
        values[i] = Double.parseDouble(token);
      } catch (NumberFormatException e) {
        throw new IOException("'" + token + "' where a number must be", e);
      }
    }
  }

  @Override
  public void skip(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      if (token().isEmpty()) {
        throw new EOFException();
      }
    }
  }

  @Override
  public long trailing(long limit) throws IOException {
    long trailing = 0;
    String token = token();
    while (!token.isEmpty() && trailing <= limit) {
      trailing += token.length();
      token = token();
    }
    return trailing;
  }

  private String token() throws IOException {
    int c = in.read();
    while (isSeparator(c)) {
      c = in.read();
    }
    StringBuilder token = new StringBuilder();
    while (c >= 0 && !isSeparator(c)) {
      if (token.length() == LONGEST) {
        throw new IOException("'" + token + "…' where a number must be");
      }
      token.append((char) c);
      c = in.read();
    }
    return token.toString();
  }

  private static boolean isSeparator(int c) {
    return c == ',' || c == ' ' || (c >= '\t' && c <= '\r');
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
