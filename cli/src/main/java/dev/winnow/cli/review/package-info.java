/** `winnow review`: people look at results, and what they decide becomes rows to train on. */
@NullMarked
package dev.winnow.cli.review;

import org.jspecify.annotations.NullMarked;
