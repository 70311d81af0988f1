package dev.winnow.worker.extraction;

import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.Values;

/**
 * A task's schema, ready for use.
 *
 * @param constraint what constrained outputs obey
 * @param validator what judges free outputs, and the keywords that the constraint leaves open
 * @param checkedAfterwards whether there are such keywords
 * @param values what outputs look like
 */
record OutputForm(Constraint constraint, OutputValidator validator, boolean checkedAfterwards, Values values) {}
