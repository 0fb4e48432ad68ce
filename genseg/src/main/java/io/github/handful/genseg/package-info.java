/** To be described. */
@NullMarked
package io.github.handful.genseg;

import org.jspecify.annotations.NullMarked;
