@NullMarked
package dev.winnow.text.html;

import org.jspecify.annotations.NullMarked;
