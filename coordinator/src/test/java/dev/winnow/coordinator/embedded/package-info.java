/** The embedded services held to their promises, and the services that other tests borrow. */
@NullMarked
package dev.winnow.coordinator.embedded;

import org.jspecify.annotations.NullMarked;
