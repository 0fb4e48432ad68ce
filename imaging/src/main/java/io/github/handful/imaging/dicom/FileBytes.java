package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open file of which one window is in memory, so that headers are read without the pixels. */
final class FileBytes implements ByteSource {
  private static final int WINDOW = 1 << 14;

  private final Path file;
  private final FileChannel channel;
  private final long length;
  private byte[] window = {};
  private long start;

  private FileBytes(Path file, FileChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.length = length;
  }

  static FileBytes open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new FileBytes(file, channel, channel.size());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int at(long offset) {
    if (offset < start || offset >= start + window.length) {
      require(offset, 1);
      window = load(offset, (int) Math.min(WINDOW, length - offset));
      start = offset;
    }
    return window[(int) (offset - start)] & 0xff;
  }

  @Override
  public byte[] read(long offset, long count) {
    require(offset, count);
    return load(offset, (int) count);
  }

  private byte[] load(long offset, int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw damaged("it became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return buffer.array();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static DataException unreadable(Path file, IOException cause) {
    return new DataException(
        file + " cannot be read; check that it exists, the disk and its access rights.", cause);
  }
}
