package dev.winnow.text.schema;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.annotation.Annotation;
import com.networknt.schema.annotation.Annotations;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One validation of bounded work. Alternatives that each go into a value again double the work with each level, and the
 * validator cannot be told to stop: so what it does is counted where it tells its context, with the same result however
 * fast the machine is.
 */
final class BoundedValidation extends ExecutionContext {
    /** Some seconds of work. An output of 100,000 values with a dozen keywords for each takes a quarter of it. */
    static final int MOST_STEPS = 50_000_000;

    // In steps of looking at one note, which takes a tenth of a microsecond for each level of the schema.
    private static final int KEYWORD = 16;

    /** Errors of alternatives are kept until another one fits, so that their number has to be bounded, too. */
    private static final int ERROR = 200;

    private final Annotations notes = new CountedAnnotations();
    private long steps;
    private int depth;

    BoundedValidation(ExecutionConfig config) {
        super(config);
    }

    /** The validator goes into a keyword. */
    @Override
    public void evaluationPathAddLast(String keyword) {
        count(KEYWORD);
        depth++;
        super.evaluationPathAddLast(keyword);
    }

    /** The validator goes into an element of a list of schemas. */
    @Override
    public void evaluationPathAddLast(int element) {
        count(KEYWORD);
        depth++;
        super.evaluationPathAddLast(element);
    }

    @Override
    public void evaluationPathRemoveLast() {
        depth--;
        super.evaluationPathRemoveLast();
    }

    @Override
    public void addError(com.networknt.schema.Error error) {
        count(ERROR);
        super.addError(error);
    }

    @Override
    public Annotations getAnnotations() {
        return notes;
    }

    private void count(long more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw new TooMuchWorkException();
        }
    }

    /** What was noted at a place is looked through again at each error there. */
    private final class CountedAnnotations extends Annotations {
        private final Map<NodePath, List<Annotation>> counted = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable List<Annotation> get(Object place) {
                List<Annotation> noted = super.get(place);
                looked(noted);
                return noted;
            }

            @Override
            public List<Annotation> getOrDefault(Object place, List<Annotation> otherwise) {
                List<Annotation> noted = super.getOrDefault(place, otherwise);
                looked(noted);
                return noted;
            }

            private void looked(@Nullable List<Annotation> noted) {
                count(noted == null ? 1 : (long) noted.size() * depth);
            }
        };

        @Override
        public Map<NodePath, List<Annotation>> asMap() {
            return counted;
        }

        @Override
        public void put(Annotation annotation) {
            counted.computeIfAbsent(annotation.getInstanceLocation(), place -> new ArrayList<>())
                    .add(annotation);
        }
    }

    /** The work was more than an output may take. */
    static final class TooMuchWorkException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuchWorkException() {
            super("", null, false, false);
        }
    }
}
