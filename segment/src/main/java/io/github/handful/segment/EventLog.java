package io.github.handful.segment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A file with one JSON object a line, in the order in which things happened. */
public final class EventLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;

  private EventLog(FileChannel file) {
    this.file = file;
  }

  /** Opens a log to write at its end; makes it if absent. */
  public static EventLog open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.position(file.size());
    return new EventLog(file);
  }

  /** Cuts the log to its first {@code length} bytes, if it is longer. */
  void cut(long length) throws IOException {
    file.truncate(length);
    file.position(file.size());
  }

  /** Appends one event. */
  public void write(Map<String, Object> event) throws IOException {
    byte[] line = (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(line);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  /** Bytes written so far. */
  public long length() throws IOException {
    return file.position();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
