package io.github.handful.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

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

  private static ObjectMapper mapper() {
    SimpleModule plain = new SimpleModule();
    plain.addSerializer(Path.class, ToStringSerializer.instance);
    plain.addSerializer(new OptionalSerializer());
    return new ObjectMapper()
        .registerModule(plain)
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

  private static final class OptionalSerializer extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalSerializer() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), json);
    }
  }
}
