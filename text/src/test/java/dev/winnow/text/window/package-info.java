@NullMarked
package dev.winnow.text.window;

import org.jspecify.annotations.NullMarked;
