/** Access: the commands that look after API keys, and show who changed what. */
@NullMarked
package dev.winnow.cli.access;

import org.jspecify.annotations.NullMarked;
