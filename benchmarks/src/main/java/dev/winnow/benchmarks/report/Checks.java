package dev.winnow.benchmarks.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;

/** What must be so, told as it is found out. Not thread-safe. */
public final class Checks {
    private final PrintStream out;
    private final long begun = System.nanoTime();
    private int wrong;

    /** Tells it there. */
    public Checks(PrintStream out) {
        this.out = out;
    }

    /** Says what is going on. */
    public void say(String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text);
    }

    /** It is so, or it is not. */
    public void that(boolean so, String text) {
        wrong += so ? 0 : 1;
        out.printf("          [%s] %s%n", so ? "x" : " ", text);
    }

    /** Both are the same. */
    public void same(String what, Object wanted, Object found) {
        boolean so = Objects.equals(wanted, found);
        that(so, so ? "%s: %s".formatted(what, found) : "%s: %s, and not %s".formatted(what, found, wanted));
    }

    /** Whether nothing was wrong. */
    public boolean allSo() {
        return wrong == 0;
    }

    /** Says what it comes to. */
    public void sum() {
        say(wrong == 0 ? "all of it is so" : "not so: " + wrong);
    }
}
