/**
 * Overview: how the whole is doing for one tenant, as the dashboard's first page shows it.
 *
 * <p>{@link OverviewResource} is the API; {@link Overviews} asks one query of each kind, whatever there is.
 */
@NullMarked
package dev.winnow.coordinator.overview;

import org.jspecify.annotations.NullMarked;
