package dev.winnow.benchmarks.guide;

import dev.winnow.benchmarks.guide.Shell.Said;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Goes through pages, and stops where a command fails. Not thread-safe. */
final class GuideRun {
    private final Shell shell;
    private final PrintStream out;
    private final List<String> transcript = new ArrayList<>();

    GuideRun(Shell shell, PrintStream out) {
        this.shell = shell;
        this.out = out;
    }

    /** Whether each command of all pages has ended with 0. */
    boolean follow(List<GuidePage> pages) throws IOException {
        long began = System.nanoTime();
        int done = 0;
        for (GuidePage page : pages) {
            out.println(page.name());
            transcript.add("# " + page.name());
            for (GuidePage.Step step : page.steps()) {
                long before = System.nanoTime();
                Said said = shell.run(step.command());
                out.printf(
                        Locale.ROOT,
                        "%7.1f s  %s%s%n",
                        seconds(before),
                        said.status() == 0 ? "" : "[status %d] ".formatted(said.status()),
                        step.told());
                transcript.add("$ " + step.command());
                transcript.addAll(said.lines());
                if (said.status() != 0) {
                    said.lines().forEach(line -> out.println("           " + line));
                    out.printf("%s:%d does not work as it is written%n", page.name(), step.line());
                    return false;
                }
                done++;
            }
        }
        out.printf(Locale.ROOT, "%d commands of %d pages in %.0f s%n", done, pages.size(), seconds(began));
        return true;
    }

    /** Each command with what it wrote. */
    List<String> transcript() {
        return List.copyOf(transcript);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
