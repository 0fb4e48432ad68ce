package io.github.handful.app.report;

import java.util.List;

/**
 * Everything a report says, in the order in which it says it. All texts are plain text; the page
 * escapes them.
 *
 * @param title what was done, for example {@code Skin lesions from 40 labelled images}
 * @param subtitle one line below it: run, data set, date of the run
 * @param caption the honest caption: what was trained on what, and what chose the checkpoint
 */
public record ReportContent(
    String title,
    String subtitle,
    String caption,
    List<Headline> headlines,
    List<Note> notes,
    List<Chart> charts,
    List<Gallery> galleries,
    List<Table> tables,
    List<Definitions> definitions,
    Footer footer) {

  public ReportContent {
    headlines = List.copyOf(headlines);
    notes = List.copyOf(notes);
    charts = List.copyOf(charts);
    galleries = List.copyOf(galleries);
    tables = List.copyOf(tables);
    definitions = List.copyOf(definitions);
  }

  /**
   * A number worth reading first.
   *
   * @param label what it is, for example {@code Test Dice}
   * @param value formatted with its unit, for example {@code 0.842}
   * @param note what to hold it against, for example {@code 20 images, 95 % interval 0.81 to 0.87};
   *     may be empty
   */
  public record Headline(String label, String value, String note) {}

  /** A sentence that the reader of the numbers must know. */
  public record Note(Level level, String text) {
    /** WARNING where the results may mislead, else REMARK. */
    public enum Level {
      REMARK,
      WARNING
    }
  }

  /** Terms with their values, for example the configuration of a run. */
  public record Definitions(String title, List<Entry> entries) {
    public Definitions {
      entries = List.copyOf(entries);
    }

    /** One term and its value. */
    public record Entry(String term, String value) {}
  }

  /**
   * Where the report comes from.
   *
   * @param version version of handful
   * @param date when the report was made, formatted
   * @param command the command line that made it
   */
  public record Footer(String version, String date, String command) {}
}
