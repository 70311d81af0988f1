package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold of the rest of a text: one of some clauses, none of which asks for all that another does. There are
 * finitely many.
 */
final class Formula {
    static final Formula TRUE = new Formula(Set.of(Clause.EMPTY));
    static final Formula FALSE = new Formula(Set.of());

    private final Set<Clause> clauses;
    private final int hash;

    private Formula(Set<Clause> clauses) {
        this.clauses = clauses;
        hash = clauses.hashCode();
    }

    static Formula of(int step) {
        return new Formula(Set.of(Clause.of(step)));
    }

    Set<Clause> clauses() {
        return clauses;
    }

    boolean isTrue() {
        return equals(TRUE);
    }

    boolean isFalse() {
        return clauses.isEmpty();
    }

    Formula or(Formula other, Work work) {
        if (isFalse() || other.isTrue()) {
            return other;
        }
        if (other.isFalse() || isTrue()) {
            return this;
        }
        List<Clause> all = new ArrayList<>(clauses);
        other.clauses.forEach(clause -> insert(clause, all, work));
        return of(all);
    }

    Formula and(Formula other, Work work) {
        if (isFalse() || other.isTrue()) {
            return this;
        }
        if (other.isFalse() || isTrue()) {
            return other;
        }
        List<Clause> all = new ArrayList<>();
        for (Clause clause : clauses) {
            for (Clause otherClause : other.clauses) {
                Clause both = clause.and(otherClause);
                work.spend(clause.literals().length + (long) otherClause.literals().length);
                if (both != null) {
                    insert(both, all, work);
                }
            }
        }
        return of(all);
    }

    Formula negated(Work work) {
        Formula negated = TRUE;
        for (Clause clause : clauses) {
            Formula one = FALSE;
            for (int literal : clause.literals()) {
                one = one.or(of(~literal), work);
            }
            negated = negated.and(one, work);
        }
        return negated;
    }

    private static Formula of(List<Clause> clauses) {
        return new Formula(new HashSet<>(clauses));
    }

    /** A clause that asks for more than another says nothing. */
    private static void insert(Clause clause, List<Clause> all, Work work) {
        work.spend((long) all.size() * clause.literals().length + 1);
        for (Clause other : all) {
            if (other.isWithin(clause)) {
                return;
            }
        }
        all.removeIf(clause::isWithin);
        all.add(clause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Formula formula && hash == formula.hash && clauses.equals(formula.clauses);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
