/** The GenSeg system: generators, discriminators and the three-level trainer. */
@NullMarked
package io.github.handful.genseg;

import org.jspecify.annotations.NullMarked;
