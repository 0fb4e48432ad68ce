package io.github.handful.app;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.handful.imaging.AugmentationRange;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.PictureInput;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the fields of a plan against the components of its records, so that a slip of the pen is
 * told by the name of its field.
 *
 * @param source where the fields were written, for people
 */
record PlanFields(String source) {
  /** Parts and probabilities. */
  private static final Set<String> AT_MOST_ONE =
      Set.of(
          "verticalFlip",
          "horizontalFlip",
          "depthFlip",
          "elastic",
          "noise",
          "blur",
          "lowResolution",
          "flip",
          "warmUp",
          "last",
          "averaging");

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

  /**
   * Checks that an object has each field of a record and no other, all of the right type.
   *
   * @throws DataException that names the first field with a fault, and what is expected
   */
  void check(Class<?> type, JsonNode object) {
    check(type, object, "");
  }

  private void check(Class<?> type, JsonNode object, String path) {
    if (!object.isObject()) {
      throw fault(path, "must have fields below it: " + names(type));
    }
    Set<String> unknown = new TreeSet<>();
    object.fieldNames().forEachRemaining(unknown::add);
    discriminator(type).ifPresent(unknown::remove);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
      JsonNode value = object.path(component.getName());
      if (value.isMissingNode() || value.isNull() || isBlank(value)) {
        throw fault(name, "is missing");
      }
      // All numbers but those of ranges count or weigh something.
      boolean signed =
          type == AugmentationRange.class
              || type == PictureInput.Intensity.class
              || type == Normalisation.Range.class;
      value(component.getGenericType(), value, name, signed);
      unknown.remove(component.getName());
    }
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw fault(
          path.isEmpty() ? name : path + "." + name, "is unknown; known are " + names(type));
    }
  }

  private void value(Type type, JsonNode value, String name, boolean signed) {
    if (type instanceof ParameterizedType list) {
      if (!value.isArray()) {
        throw fault(name, "must be a list");
      }
      for (int i = 0; i < value.size(); i++) {
        value(list.getActualTypeArguments()[0], value.get(i), name + "[" + i + "]", signed);
      }
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      check(plain, value, name);
    } else if (type instanceof Class<?> choice && choice.isInterface()) {
      check(chosen(choice, value, name), value, name);
    } else if (type == int.class || type == Integer.class) {
      // Numbers of a list belong to axes, and some happens to an axis not once.
      int least = type == int.class ? 1 : 0;
      if (!value.isInt() || value.intValue() < least) {
        throw fault(
            name, "must be a whole number of %d or more, got %s".formatted(least, value.asText()));
      }
    } else if (type == double.class || type == Double.class) {
      number(value, name, signed);
    } else if (type == boolean.class) {
      if (!value.isBoolean()) {
        throw fault(name, "must be true or false, got " + value.asText());
      }
    } else if (type instanceof Class<?> choice && choice.isEnum()) {
      choice(choice, value, name);
    }
  }

  /** The field that tells the forms of a part of the plan apart. */
  private static Optional<String> discriminator(Class<?> type) {
    return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
        .flatMap(t -> Stream.ofNullable(t.getAnnotation(JsonTypeInfo.class)))
        .map(JsonTypeInfo::property)
        .findFirst();
  }

  /** The record that a part of the plan has the form of; the first one if it does not say. */
  private Class<?> chosen(Class<?> type, JsonNode value, String name) {
    String field = discriminator(type).orElseThrow();
    List<JsonSubTypes.Type> forms = List.of(type.getAnnotation(JsonSubTypes.class).value());
    String wanted = value.path(field).asText(forms.get(0).name());
    return forms.stream()
        .filter(form -> form.name().equals(wanted))
        .findFirst()
        .<Class<?>>map(JsonSubTypes.Type::value)
        .orElseThrow(
            () ->
                fault(
                    name + "." + field,
                    "must be one of %s, got %s"
                        .formatted(forms.stream().map(JsonSubTypes.Type::name).toList(), wanted)));
  }

  private void number(JsonNode value, String name, boolean signed) {
    // YAML takes 1e-3 for a text, and people write it.
    boolean isNumber = value.isNumber() || NUMBER.matcher(value.asText()).matches();
    double number = isNumber ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw fault(name, "must be a number, got " + value.asText());
    }
    if (!signed && number < 0) {
      throw fault(name, "must not be below 0, got " + value.asText());
    }
    if (AT_MOST_ONE.contains(name.substring(name.lastIndexOf('.') + 1)) && number > 1) {
      throw fault(name, "must be from 0 to 1, got " + value.asText());
    }
  }

  private void choice(Class<?> type, JsonNode value, String name) {
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    if (!known.contains(value.asText().toUpperCase(Locale.ROOT))) {
      throw fault(name, "must be one of %s, got %s".formatted(known, value.asText()));
    }
  }

  /** A name with nothing behind it is an empty text to YAML's reader. */
  private static boolean isBlank(JsonNode value) {
    return value.isTextual() && value.textValue().isBlank();
  }

  private static String names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }

  private DataException fault(String field, String what) {
    return new DataException("%s: the field %s %s".formatted(source, field, what));
  }
}
