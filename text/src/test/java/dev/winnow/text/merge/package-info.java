@NullMarked
package dev.winnow.text.merge;

import org.jspecify.annotations.NullMarked;
