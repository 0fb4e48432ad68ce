/** To be described. */
@NullMarked
package io.github.handful.nested;

import org.jspecify.annotations.NullMarked;
