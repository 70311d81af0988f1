package dev.winnow.text.pattern;

import java.util.List;
import java.util.Set;

/**
 * A pattern as steps that lead to each other.
 *
 * @param start the first of them
 * @param sets the sets of code points that steps take, and conditions speak of
 * @param behinds what conditions ask of what came before
 * @param looks whether there are conditions, beyond those at the beginning and the end that only set where to look
 */
record Steps(List<Step> steps, int start, Set<CodePoints> sets, List<Language> behinds, boolean looks) {
    /** Where all has been found: whatever comes now. */
    static final int FOUND = 0;

    /** Where the text has to end. */
    static final int FINISHED = 1;

    /** The texts in which a pattern is found. */
    static Steps finding(Node pattern) {
        StepWriter writer = new StepWriter();
        return writer.from(writer.search(pattern, true));
    }

    /** The texts at whose end a pattern is found. */
    static Steps endingWith(Node pattern) {
        StepWriter writer = new StepWriter();
        return writer.from(writer.search(pattern, false));
    }

    /** The texts that are a pattern from beginning to end. */
    static Steps being(Node pattern) {
        StepWriter writer = new StepWriter();
        return writer.from(writer.after(pattern, FINISHED));
    }

    Step step(int at) {
        return steps.get(at);
    }
}
