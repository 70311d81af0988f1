package dev.winnow.text.constraint;

/** A schema's states, with the masks and forced tokens found so far, shared by all rows. */
final class SchemaConstraint implements Constraint {
    private final State root;
    private final Steps steps;

    SchemaConstraint(State root, Steps steps) {
        this.root = root;
        this.steps = steps;
    }

    @Override
    public int shortestOutputTokens() {
        return root.ending().cost();
    }

    @Override
    public Cursor begin(int maxOutputTokens) {
        if (maxOutputTokens < shortestOutputTokens()) {
            throw new IllegalArgumentException("at most " + maxOutputTokens
                    + " output tokens are allowed, but the shortest" + " output of this schema takes "
                    + shortestOutputTokens() + "; raise the limit to at least that");
        }
        return new SchemaCursor(root, steps, maxOutputTokens);
    }
}
