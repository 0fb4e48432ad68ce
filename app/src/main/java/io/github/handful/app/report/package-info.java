/**
 * Reports as single HTML files that need no network and no script. A verb gathers what it found in
 * a {@link io.github.handful.app.report.ReportContent}; {@link
 * io.github.handful.app.report.ReportPage} sets it as a page. To add a kind of chart, add a record
 * to {@link io.github.handful.app.report.Chart} that draws itself as SVG.
 */
@NullMarked
package io.github.handful.app.report;

import org.jspecify.annotations.NullMarked;
