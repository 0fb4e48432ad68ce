/** To be described. */
@NullMarked
package io.github.handful.bench;

import org.jspecify.annotations.NullMarked;
