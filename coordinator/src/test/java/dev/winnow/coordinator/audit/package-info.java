@NullMarked
package dev.winnow.coordinator.audit;

import org.jspecify.annotations.NullMarked;
