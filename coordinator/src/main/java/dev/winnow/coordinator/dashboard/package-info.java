/**
 * Dashboard: the web page that people work with. It is a client of the REST interface as any other; here are only its
 * files, in {@code src/main/resources/dashboard}, which a browser runs as they are written: no build step, nothing of
 * any other host.
 *
 * <p>{@link PageFiles} holds them, {@link DashboardRoutes} serves them. {@code docs/reference/dashboard.md} says what
 * the page shows, {@code docs/decisions/0030-dashboard.md} why it is made so.
 */
@NullMarked
package dev.winnow.coordinator.dashboard;

import org.jspecify.annotations.NullMarked;
