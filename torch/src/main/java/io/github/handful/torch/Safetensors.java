package io.github.handful.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header, raw little-endian
 * data. It holds no code, and other programs read it.
 */
public final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final int CHUNK = 1 << 26;
  private static final long LARGEST_HEADER = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /** The tensors of a file and the text that its writer put beside them. */
  public record Content(ParameterSet tensors, Map<String, String> metadata)
      implements AutoCloseable {
    @Override
    public void close() {
      tensors.close();
    }
  }

  /**
   * Writes all tensors and the metadata, atomically: the file is either as it was before or whole.
   */
  public static void write(Path file, ParameterSet set, Map<String, String> metadata)
      throws IOException {
    // One name for all attempts: what a killed process left behind, the next one overwrites.
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    try {
      writeNow(partial, set, metadata);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void writeNow(Path file, ParameterSet set, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode notes = header.putObject(METADATA);
    // Sorted, since the order of Map.of differs from JVM to JVM and files should not.
    new TreeMap<>(metadata).forEach(notes::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> e : set.asMap().entrySet()) {
      Tensor t = e.getValue();
      ObjectNode entry = header.putObject(e.getKey());
      // The binding hands out enum objects of its own; intern() gives the constant.
      entry.put("dtype", dtype(t.scalar_type().intern()));
      ArrayNode shape = entry.putArray("shape");
      for (long s : Shapes.of(t)) {
        shape.add(s);
      }
      entry.putArray("data_offsets").add(offset).add(offset + t.nbytes());
      offset += t.nbytes();
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(text);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(out, head.flip());
      for (Tensor t : set.tensors()) {
        writeData(out, t);
      }
      out.force(true);
    }
  }

  private static void writeData(FileChannel out, Tensor tensor) throws IOException {
    try (Scope scope = Scope.open()) {
      Tensor flat = tensor.detach().cpu().contiguous();
      BytePointer data = new BytePointer(flat.data_ptr());
      long bytes = flat.nbytes();
      for (long at = 0; at < bytes; at += CHUNK) {
        int length = (int) Math.min(CHUNK, bytes - at);
        writeFully(out, data.getPointer(at).limit(length).asByteBuffer());
      }
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /**
   * Reads all tensors of a file.
   *
   * @throws NativeException if the file is not a whole and sound safetensors file
   */
  public static Content read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer length = readFully(in, 0, 8, file);
      long headerLength = length.getLong();
      if (headerLength < 2 || headerLength > LARGEST_HEADER || headerLength > in.size() - 8) {
        throw damaged(file);
      }
      byte[] text = readFully(in, 8, (int) headerLength, file).array();
      JsonNode header = parse(file, text);
      Map<String, String> metadata = new LinkedHashMap<>();
      header
          .path(METADATA)
          .properties()
          .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      return new Content(tensors(in, 8 + headerLength, header, file), metadata);
    }
  }

  private static ParameterSet tensors(FileChannel in, long start, JsonNode header, Path file)
      throws IOException {
    ParameterSet set = new ParameterSet();
    try (Scope scope = Scope.open()) {
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          set.add(entry.getKey(), tensor(in, start, entry.getValue(), file));
        }
      }
      return set;
    } catch (IOException | RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private static JsonNode parse(Path file, byte[] text) {
    try {
      JsonNode header = JSON.readTree(text);
      if (header == null || !header.isObject()) {
        throw damaged(file);
      }
      return header;
    } catch (IOException e) {
      throw damaged(file);
    }
  }

  private static Tensor tensor(FileChannel in, long start, JsonNode entry, Path file)
      throws IOException {
    JsonNode offsets = entry.path("data_offsets");
    long from = offsets.path(0).asLong(-1);
    long to = offsets.path(1).asLong(-1);
    ScalarType type = scalarType(entry.path("dtype").asText(), file);
    long available = in.size() - start;
    if (from < 0 || from > to || to > available) {
      throw damaged(file);
    }
    long[] shape = shape(entry.path("shape"), (to - from) / bytes(type), file);
    long bytes = bytes(type);
    for (long side : shape) {
      bytes *= side;
    }
    if (to - from != bytes) {
      throw damaged(file);
    }
    try (TensorOptions options = new TensorOptions(type)) {
      Tensor result = torch.empty(shape, options, new org.bytedeco.pytorch.MemoryFormatOptional());
      BytePointer data = new BytePointer(result.data_ptr());
      for (long at = 0; at < bytes; at += CHUNK) {
        int length = (int) Math.min(CHUNK, bytes - at);
        ByteBuffer target = data.getPointer(at).limit(length).asByteBuffer();
        long position = start + from + at;
        while (target.hasRemaining()) {
          int count = in.read(target, position);
          if (count < 0) {
            throw damaged(file);
          }
          position += count;
        }
      }
      return result;
    }
  }

  /** The sizes of a tensor that holds no more than {@code most} numbers. */
  private static long[] shape(JsonNode sizes, long most, Path file) {
    long[] shape = new long[sizes.size()];
    long numbers = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong(-1);
      if (shape[i] < 0 || (shape[i] > 0 && numbers > most / shape[i])) {
        throw damaged(file);
      }
      numbers *= shape[i];
    }
    return shape;
  }

  private static ByteBuffer readFully(FileChannel in, long position, int length, Path file)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int count = in.read(buffer, position + buffer.position());
      if (count < 0) {
        throw damaged(file);
      }
    }
    return buffer.flip();
  }

  private static NativeException damaged(Path file) {
    return new NativeException(
        file + " is not a whole safetensors file; copy it again or train the model anew");
  }

  private static String dtype(ScalarType type) {
    return switch (type) {
      case Float -> "F32";
      case Double -> "F64";
      case Long -> "I64";
      case BFloat16 -> "BF16";
      default -> throw new IllegalArgumentException("tensors of type " + type + " are not saved");
    };
  }

  private static ScalarType scalarType(String dtype, Path file) {
    return switch (dtype) {
      case "F32" -> ScalarType.Float;
      case "F64" -> ScalarType.Double;
      case "I64" -> ScalarType.Long;
      case "BF16" -> ScalarType.BFloat16;
      default ->
          throw new NativeException(
              file + " holds tensors of type " + dtype + "; only F32, F64, I64 and BF16 are read");
    };
  }

  private static int bytes(ScalarType type) {
    return switch (type) {
      case Float -> 4;
      case BFloat16 -> 2;
      default -> 8;
    };
  }
}
