/** HTML: pages become the text that a reader sees, before anything else is done with them. */
@NullMarked
package dev.winnow.text.html;

import org.jspecify.annotations.NullMarked;
