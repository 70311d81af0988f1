/**
 * A browser: a real Chromium that tests of the dashboard and measurements of it drive. Start at {@link Browser}; what
 * it has sent and received is its {@link Traffic}.
 */
@NullMarked
package dev.winnow.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
