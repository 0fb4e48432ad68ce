package io.github.handful.app.report;

import static io.github.handful.app.report.Markup.escape;
import static io.github.handful.app.report.ReportPage.each;
import static io.github.handful.app.report.ReportPage.paragraph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets a table; a folded one shows its summary and opens on request. */
final class TableSection {
  private TableSection() {}

  static String render(Table table) {
    return "<section>\n<h2>%s</h2>\n%s%s</section>\n"
        .formatted(
            escape(table.title()),
            paragraph("caption", table.caption()),
            table.folded() ? folded(table) : framed(table, table.rows(), table.summary()));
  }

  private static String folded(Table table) {
    String summary = table.summary().isEmpty() ? "" : framed(table, List.of(), table.summary());
    return """
        %s<details>
        <summary>Show all %d rows</summary>
        %s</details>
        """
        .formatted(summary, table.rows().size(), framed(table, table.rows(), List.of()));
  }

  private static String framed(Table table, List<List<String>> rows, List<List<String>> summary) {
    String head =
        each(
            table.columns(),
            column ->
                "<th scope=\"col\"%s>%s</th>".formatted(style(column), escape(column.name())));
    String foot =
        summary.isEmpty() ? "" : "<tfoot>\n" + each(summary, row -> row(table, row)) + "</tfoot>\n";
    String body =
        rows.isEmpty() ? "" : "<tbody>\n" + each(rows, row -> row(table, row)) + "</tbody>\n";
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="%s">
        <table>
        <thead><tr>%s</tr></thead>
        %s%s</table>
        </div>
        """
        .formatted(escape(table.title()), head, body, foot);
  }

  private static String row(Table table, List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            i ->
                i == 0
                    ? "<th scope=\"row\">%s</th>".formatted(escape(cells.get(i)))
                    : "<td%s>%s</td>"
                        .formatted(style(table.columns().get(i)), escape(cells.get(i))))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String style(Table.Column column) {
    return column.numeric() ? " class=\"number\"" : "";
  }
}
