@NullMarked
package dev.winnow.cli.access;

import org.jspecify.annotations.NullMarked;
