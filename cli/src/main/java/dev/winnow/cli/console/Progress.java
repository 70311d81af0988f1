package dev.winnow.cli.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal; elsewhere a line now and then. Close it to leave the line. Not thread-safe. */
public final class Progress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Console console;
    private final String task;
    private final @Nullable ProgressBar bar;
    private final String unit;
    private final long unitSize;
    private long lastLine = System.nanoTime() - BETWEEN_LINES.toNanos();
    private long shown = -1;

    /**
     * Begins to show a task.
     *
     * @param unit what is counted, with a leading space; shown after the numbers
     * @param unitSize how many steps make one unit
     */
    public Progress(Console console, String task, String unit, long unitSize) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.unitSize = unitSize;
        this.bar = console.terminal() ? bar(console, task, unit, unitSize) : null;
    }

    private static ProgressBar bar(Console console, String task, String unit, long unitSize) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(
                        new PrintStream(new WriterStream(console), true, StandardCharsets.UTF_8), 100))
                .build();
    }

    /** Shows where the task is; a total of 0 or less is unknown. */
    public void show(long done, long total, String remark) {
        if (bar != null) {
            bar.maxHint(total > 0 ? total : -1);
            bar.stepTo(done);
            bar.setExtraMessage(remark.isEmpty() ? "" : " " + remark);
            return;
        }
        boolean finished = total > 0 && done >= total;
        boolean due = System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos();
        if (done != shown && (due || finished)) {
            lastLine = System.nanoTime();
            shown = done;
            console.say("%s: %s%s%s".formatted(task, amount(done, total), unit, remark.isEmpty() ? "" : ", " + remark));
        }
    }

    private String amount(long done, long total) {
        String of = total > 0 ? " of " + total / unitSize : "";
        return String.format(Locale.ROOT, "%d%s", done / unitSize, of);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Lets the progress bar, which wants a stream, write through the console's writer. */
    private static final class WriterStream extends OutputStream {
        private final Console console;

        WriterStream(Console console) {
            this.console = console;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            console.err().print(new String(bytes, offset, length, StandardCharsets.UTF_8));
            console.err().flush();
        }
    }
}
