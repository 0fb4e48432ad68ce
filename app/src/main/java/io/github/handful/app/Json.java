package io.github.handful.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Records as JSON for other programs. NaN and infinities become null, as does an empty Optional; a
 * path is written as a person would type it.
 */
final class Json {
  private Json() {}

  static String of(Record value) {
    StringWriter text = new StringWriter();
    ObjectMapper mapper = mapper();
    try (JsonGenerator json = new FiniteNumbers(mapper.getFactory().createGenerator(text))) {
      json.useDefaultPrettyPrinter();
      mapper.writeValue(json, value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static ObjectMapper mapper() {
    SimpleModule plain = new SimpleModule();
    plain.addSerializer(Path.class, ToStringSerializer.instance);
    return new ObjectMapper()
        .registerModule(plain)
        .registerModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }

  /** JSON has no NaN: null says that there is no number. */
  private static final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator delegate) {
      super(delegate);
    }

    @Override
    public void writeNumber(double number) throws IOException {
      if (Double.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeNumber(float number) throws IOException {
      if (Float.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeArray(double[] numbers, int from, int count) throws IOException {
      writeStartArray(numbers, count);
      for (int i = from; i < from + count; i++) {
        writeNumber(numbers[i]);
      }
      writeEndArray();
    }
  }
}
