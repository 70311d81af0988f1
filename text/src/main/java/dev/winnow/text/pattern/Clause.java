package dev.winnow.text.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps that must all be taken, and, by their numbers inverted, steps that must not. */
final class Clause {
    static final Clause EMPTY = new Clause(new int[0]);

    private final int[] literals;
    private final int hash;

    /** Of literals in ascending order. */
    private Clause(int[] literals) {
        this.literals = literals;
        hash = Arrays.hashCode(literals);
    }

    static Clause of(int literal) {
        return new Clause(new int[] {literal});
    }

    int[] literals() {
        return literals;
    }

    /** Whether this asks for nothing that the other does not ask for. */
    boolean isWithin(Clause other) {
        int found = 0;
        for (int i = 0; i < other.literals.length && found < literals.length; i++) {
            found += other.literals[i] == literals[found] ? 1 : 0;
        }
        return found == literals.length;
    }

    /** What both ask for, null if that cannot be. */
    @Nullable
    Clause and(Clause other) {
        int[] both = Arrays.copyOf(literals, literals.length + other.literals.length);
        System.arraycopy(other.literals, 0, both, literals.length, other.literals.length);
        Arrays.sort(both);
        int length = 0;
        for (int literal : both) {
            if (Arrays.binarySearch(both, 0, length, ~literal) >= 0) {
                return null;
            }
            if (length == 0 || both[length - 1] != literal) {
                both[length++] = literal;
            }
        }
        return new Clause(Arrays.copyOf(both, length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clause clause && hash == clause.hash && Arrays.equals(literals, clause.literals);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
