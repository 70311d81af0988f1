/**
 * Installation: what one machine keeps between commands, and how a command finds it.
 *
 * <p>{@link dev.winnow.cli.installation.Surroundings} is what the command was started with;
 * {@link dev.winnow.cli.installation.Installation} is the data folder with its keys and settings.
 */
@NullMarked
package dev.winnow.cli.installation;

import org.jspecify.annotations.NullMarked;
