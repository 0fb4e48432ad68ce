/**
 * The command line: one class per verb, what they share, and how results, progress and errors reach
 * a person. To add a verb, write one {@code picocli} command class that takes a {@link
 * io.github.handful.app.Console} and mixes in {@link io.github.handful.app.CommonOptions}, and add
 * one line to the list in {@link io.github.handful.app.Main}. Nothing here may load libtorch before
 * a verb has begun to need it.
 */
@NullMarked
package io.github.handful.app;

import org.jspecify.annotations.NullMarked;
