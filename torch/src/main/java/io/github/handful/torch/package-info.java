/** To be described. */
@NullMarked
package io.github.handful.torch;

import org.jspecify.annotations.NullMarked;
