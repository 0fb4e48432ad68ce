package io.github.handful.app.report;

import static io.github.handful.app.report.Markup.escape;

import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Footer;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A report as one HTML file in UTF-8: style, drawings and images are inside it, it holds no script
 * and refers to nothing outside. It is well-formed XML too.
 */
public final class ReportPage {
  private static final String STYLE = "report.css";

  private ReportPage() {}

  /** The page as text. */
  public static String render(ReportContent content) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <h1>%s</h1>
        %s%s</header>
        <main>
        %s</main>
        %s</body>
        </html>
        """
        .formatted(
            escape(content.title()),
            style(),
            escape(content.title()),
            paragraph("subtitle", content.subtitle()),
            paragraph("lead", content.caption()),
            body(content),
            footer(content.footer()));
  }

  private static String body(ReportContent content) {
    return headlines(content.headlines())
        + notes(content.notes())
        + charts(content.charts())
        + each(content.galleries(), GallerySection::render)
        + each(content.tables(), TableSection::render)
        + definitions(content.definitions());
  }

  private static String headlines(List<Headline> headlines) {
    if (headlines.isEmpty()) {
      return "";
    }
    String items =
        each(
            headlines,
            item ->
                "<div><dt>%s</dt><dd><b>%s</b>%s</dd></div>\n"
                    .formatted(
                        escape(item.label()),
                        escape(item.value()),
                        item.note().isEmpty() ? "" : "<small>" + escape(item.note()) + "</small>"));
    return "<dl class=\"headlines\">\n" + items + "</dl>\n";
  }

  private static String notes(List<Note> notes) {
    return each(
        notes,
        note -> {
          boolean warning = note.level() == Note.Level.WARNING;
          return "<p class=\"note %s\"><b>%s</b> %s</p>\n"
              .formatted(
                  warning ? "warning" : "remark",
                  warning ? "Warning." : "Note.",
                  escape(note.text()));
        });
  }

  private static String charts(List<Chart> charts) {
    if (charts.isEmpty()) {
      return "";
    }
    return "<section class=\"charts\">\n" + each(charts, ReportPage::chart) + "</section>\n";
  }

  private static String chart(Chart chart) {
    String type = chart.drawings().size() > 1 ? "chart panels" : "chart";
    return """
        <figure class="%s">
        <h2>%s</h2>
        %s<div class="drawings">
        %s</div>
        %s</figure>
        """
        .formatted(
            type,
            escape(chart.title()),
            legend(chart),
            each(chart.drawings(), drawing -> drawing + "\n"),
            chart.caption().isEmpty()
                ? ""
                : "<figcaption>" + escape(chart.caption()) + "</figcaption>\n");
  }

  private static String legend(Chart chart) {
    String shape =
        chart instanceof StackedAreaChart
            ? "<rect class=\"area s%d\" x=\"4\" y=\"0\" width=\"14\" height=\"12\"/>"
            : "<path class=\"line s%d\" d=\"M0 6L24 6\"/>";
    if (chart.legend().isEmpty()) {
      return "";
    }
    return IntStream.range(0, chart.legend().size())
        .mapToObj(
            i ->
                "<li><svg viewBox=\"0 0 24 12\" aria-hidden=\"true\">%s</svg>%s</li>"
                    .formatted(shape.formatted(i % Palette.COLOURS), escape(chart.legend().get(i))))
        .collect(Collectors.joining("", "<ul class=\"legend\">", "</ul>\n"));
  }

  private static String definitions(List<Definitions> definitions) {
    if (definitions.isEmpty()) {
      return "";
    }
    String groups =
        each(
            definitions,
            group ->
                "<section><h2>%s</h2><dl>\n%s</dl></section>\n"
                    .formatted(
                        escape(group.title()),
                        each(
                            group.entries(),
                            entry ->
                                "<div><dt>%s</dt><dd>%s</dd></div>\n"
                                    .formatted(escape(entry.term()), escape(entry.value())))));
    return "<div class=\"definitions\">\n" + groups + "</div>\n";
  }

  private static String footer(Footer footer) {
    return """
        <footer>
        <p><b>Not a medical device.</b> For research; results need the judgement of a qualified person.</p>
        <p>Made by handful %s on %s with</p>
        <pre>%s</pre>
        </footer>
        """
        .formatted(escape(footer.version()), escape(footer.date()), escape(footer.command()));
  }

  static String paragraph(String type, String text) {
    return text.isEmpty() ? "" : "<p class=\"%s\">%s</p>\n".formatted(type, escape(text));
  }

  static <T> String each(List<T> items, Function<T, String> markup) {
    return items.stream().map(markup).collect(Collectors.joining());
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
      return new String(Objects.requireNonNull(in, STYLE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
