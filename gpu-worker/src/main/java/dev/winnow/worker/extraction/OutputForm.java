package dev.winnow.worker.extraction;

import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.schema.OutputValidator;

/**
 * A task's schema, ready for use.
 *
 * @param constraint what constrained outputs obey
 * @param validator what judges free outputs, and the keywords that the constraint leaves open
 * @param checkedAfterwards whether there are such keywords
 */
record OutputForm(Constraint constraint, OutputValidator validator, boolean checkedAfterwards) {}
