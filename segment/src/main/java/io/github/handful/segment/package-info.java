/** To be described. */
@NullMarked
package io.github.handful.segment;

import org.jspecify.annotations.NullMarked;
