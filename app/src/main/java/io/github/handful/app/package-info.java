/** To be described. */
@NullMarked
package io.github.handful.app;

import org.jspecify.annotations.NullMarked;
