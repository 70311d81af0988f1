/**
 * Model: the catalog of base models that workers have registered, and their tokenizers for counting tokens as the
 * worker will. No weights come here.
 *
 * <p>Start at {@link ModelCatalog}.
 */
@NullMarked
package dev.winnow.coordinator.model;

import org.jspecify.annotations.NullMarked;
