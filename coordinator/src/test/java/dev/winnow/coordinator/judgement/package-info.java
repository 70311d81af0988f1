@NullMarked
package dev.winnow.coordinator.judgement;

import org.jspecify.annotations.NullMarked;
