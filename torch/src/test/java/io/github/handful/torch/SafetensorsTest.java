package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  private static final float[] FLOATS = {
    0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY
  };
  private static final double[] DOUBLES = {Math.PI, -0.0, Double.MIN_VALUE, 1e300};
  private static final long[] LONGS = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};

  @TempDir Path folder;

  @Test
  void everyTypeComesBackBitByBitWithItsShapeAndNotes() throws IOException {
    Path file = folder.resolve("all.safetensors");
    try (ParameterSet set = set()) {
      Safetensors.write(file, set, Map.of("made by", "a test", "ümlaut", "\"quoted\"\n"));
      try (Safetensors.Content content = Safetensors.read(file)) {
        assertThat(content.metadata())
            .isEqualTo(Map.of("made by", "a test", "ümlaut", "\"quoted\"\n"));
        assertThat(content.tensors().names()).isEqualTo(set.names());
        for (String name : set.names()) {
          Tensor original = set.get(name);
          Tensor read = content.tensors().get(name);
          assertThat(Shapes.of(read)).as(name).isEqualTo(Shapes.of(original));
          assertThat(read.scalar_type().intern()).isEqualTo(original.scalar_type().intern());
          assertThat(bytes(read)).as(name).isEqualTo(bytes(original));
        }
      }
    }
    assertThat(names(folder)).containsExactly("all.safetensors");
  }

  @Test
  void theFileIsWhatTheFormatSays() throws IOException {
    Path file = folder.resolve("one.safetensors");
    try (ParameterSet set = set()) {
      Safetensors.write(file, set, Map.of("k", "v"));
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    assertThat(length % 8).isZero();
    byte[] text = new byte[length];
    bytes.get(text);
    JsonNode header = new ObjectMapper().readTree(new String(text, StandardCharsets.UTF_8));
    assertThat(header.path("__metadata__").path("k").asText()).isEqualTo("v");
    JsonNode entry = header.path("f32");
    assertThat(entry.path("dtype").asText()).isEqualTo("F32");
    assertThat(entry.path("shape").toString()).isEqualTo("[2,3]");
    assertThat(header.path("f64").path("dtype").asText()).isEqualTo("F64");
    assertThat(header.path("i64").path("dtype").asText()).isEqualTo("I64");
    assertThat(header.path("bf16").path("dtype").asText()).isEqualTo("BF16");
    int from = entry.path("data_offsets").path(0).asInt();
    assertThat(entry.path("data_offsets").path(1).asInt() - from).isEqualTo(24);
    for (int i = 0; i < FLOATS.length; i++) {
      assertThat(bytes.getInt(8 + length + from + 4 * i))
          .isEqualTo(Float.floatToRawIntBits(FLOATS[i]));
    }
    int end = header.path("transposed").path("data_offsets").path(1).asInt();
    assertThat(bytes.capacity()).isEqualTo(8 + length + end);
  }

  @Test
  void aTransposedTensorIsWrittenInItsOwnOrder() throws IOException {
    Path file = folder.resolve("t.safetensors");
    try (ParameterSet set = set()) {
      Safetensors.write(file, set, Map.of());
    }
    try (Safetensors.Content content = Safetensors.read(file)) {
      assertThat(Ops.floats(content.tensors().get("transposed"))).containsExactly(0, 3, 1, 4, 2, 5);
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("no header", new byte[5]),
        Arguments.of("length beyond the file", file(1000, "{}", 0)),
        Arguments.of("absurd length", file(Long.MAX_VALUE, "{}", 0)),
        Arguments.of("negative length", file(-1, "{}", 0)),
        Arguments.of("no JSON", file(8, "garbage!", 0)),
        Arguments.of("no object", file(8, "[1,2,3] ", 0)),
        Arguments.of("data cut short", entry("F32", "[2]", "[0,8]", 7)),
        Arguments.of("offsets of another length", entry("F32", "[2]", "[0,4]", 8)),
        Arguments.of("offsets backwards", entry("F32", "[2]", "[8,0]", 8)),
        Arguments.of("negative offset", entry("F32", "[2]", "[-8,0]", 8)),
        Arguments.of(
            "offset near the largest",
            entry("F32", "[2]", "[9223372036854775799,9223372036854775807]", 8)),
        Arguments.of("no offsets", entry("F32", "[2]", "[]", 8)),
        Arguments.of("negative size", entry("F32", "[-2]", "[0,8]", 8)),
        Arguments.of("huge size", entry("F32", "[4611686018427387904]", "[0,0]", 8)),
        Arguments.of(
            "a product that overflows to nothing",
            entry("F64", "[2097152,1048576,1048576]", "[0,0]", 1 << 21)),
        Arguments.of(
            "a product beyond any integer",
            entry("F32", "[2097152,2097152,2097152,2097152]", "[0,8]", 1 << 21)),
        Arguments.of("a foreign type", entry("I8", "[2]", "[0,2]", 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void brokenFilesAreRefusedInOneLine(String fault, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("broken.safetensors"), bytes);
    long before = Pointer.totalCount();
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(NativeException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
    // The collector may meanwhile free what earlier tests dropped, so the count may fall.
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void tensorsBeforeAFaultAreFreed() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[4,8]}}";
    Path file = Files.write(folder.resolve("b.safetensors"), file(header.length(), header, 8));
    long before = Pointer.totalCount();
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(NativeException.class);
    // The collector may meanwhile free what earlier tests dropped, so the count may fall.
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (ParameterSet good = set();
        ParameterSet bad = new ParameterSet();
        Scope scope = Scope.open()) {
      Safetensors.write(file, good, Map.of());
      byte[] before = Files.readAllBytes(file);
      bad.add("a", Ops.ones(3));
      bad.add("half", Ops.ones(3).to(ScalarType.Half));
      assertThatThrownBy(() -> Safetensors.write(file, bad, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Half");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      assertThat(names(folder)).containsExactly("model.safetensors");
    }
  }

  @Test
  void aTargetThatCannotBeReplacedLeavesNoPartialFile() throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("taken.safetensors").resolve("inside"));
    try (ParameterSet set = set()) {
      assertThatThrownBy(() -> Safetensors.write(occupied.getParent(), set, Map.of()))
          .isInstanceOf(IOException.class);
    }
    assertThat(names(folder)).containsExactly("taken.safetensors");
  }

  @Test
  void whatAKilledWriterLeftBehindIsOverwritten() throws IOException {
    Files.writeString(folder.resolve(".model.safetensors.partial"), "half a file ".repeat(999));
    Path file = folder.resolve("model.safetensors");
    try (ParameterSet set = set()) {
      Safetensors.write(file, set, Map.of());
    }
    try (Safetensors.Content content = Safetensors.read(file)) {
      assertThat(Ops.floats(content.tensors().get("f32"))).isEqualTo(FLOATS);
    }
    assertThat(names(folder)).containsExactly("model.safetensors");
  }

  private static ParameterSet set() {
    ParameterSet set = new ParameterSet();
    try (Scope scope = Scope.open()) {
      set.add("f32", Ops.tensor(FLOATS, 2, 3));
      set.add("f64", Ops.tensor(DOUBLES, 4));
      set.add("i64", Ops.tensor(LONGS, 2, 1, 2));
      set.add("bf16", Ops.tensor(FLOATS, 6).to(ScalarType.BFloat16));
      set.add("scalar", Ops.tensor(new float[] {7}));
      set.add("transposed", Ops.tensor(new float[] {0, 1, 2, 3, 4, 5}, 2, 3).transpose(0, 1));
    }
    return set;
  }

  private static byte[] bytes(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor flat = tensor.contiguous();
      byte[] bytes = new byte[Math.toIntExact(flat.nbytes())];
      new org.bytedeco.javacpp.BytePointer(flat.data_ptr()).get(bytes);
      return bytes;
    }
  }

  private static byte[] entry(String type, String shape, String offsets, int data) {
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets);
    return file(header.length(), header, data);
  }

  private static byte[] file(long length, String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return Arrays.asList(files.map(f -> f.getFileName().toString()).toArray(String[]::new));
    }
  }
}
