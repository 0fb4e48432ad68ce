package io.github.handful.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;

/** YAML as plans are written in it: for people first. */
final class PlanYaml {
  private PlanYaml() {}

  static ObjectMapper mapper() {
    return YAMLMapper.builder(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build())
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .addModule(new SimpleModule().addSerializer(double.class, new PlainDecimals()))
        .build();
  }

  /** Decimals without an exponent, which most people find easier to read and change. */
  private static final class PlainDecimals extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    PlainDecimals() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator yaml, SerializerProvider provider)
        throws IOException {
      BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
      yaml.writeNumber(decimal.scale() < 1 ? decimal.setScale(1) : decimal);
    }
  }
}
