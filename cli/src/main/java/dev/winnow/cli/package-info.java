/** The `winnow` command: {@link dev.winnow.cli.Winnow} is its entry, each package below is a group of subcommands. */
@NullMarked
package dev.winnow.cli;

import org.jspecify.annotations.NullMarked;
