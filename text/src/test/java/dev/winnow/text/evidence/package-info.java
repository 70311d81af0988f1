@NullMarked
package dev.winnow.text.evidence;

import org.jspecify.annotations.NullMarked;
