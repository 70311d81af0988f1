/** Console: what a command says, shows and ends with. */
@NullMarked
package dev.winnow.cli.console;

import org.jspecify.annotations.NullMarked;
