@NullMarked
package dev.winnow.coordinator.measure;

import org.jspecify.annotations.NullMarked;
