package dev.winnow.cli.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.replay.KeywordTally;
import dev.winnow.text.replay.Percentiles;
import dev.winnow.text.replay.ReplaySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A replay's figures, to be read and to be kept. */
final class ReplayReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayReport() {}

    static List<String> table(ReplaySummary figures) {
        List<String> lines = new ArrayList<>();
        lines.add(line("schemas", figures.schemas(), ""));
        lines.add(line("  compiled", figures.compiled(), share(figures.compiled(), figures.schemas())));
        lines.add(line("  refused", figures.refused(), note(figures.failed(), "by an exception")));
        lines.add(line("  all right", figures.allRight(), share(figures.allRight(), figures.schemas())));
        lines.add(line("instances", figures.instances(), "of those that compiled"));
        lines.add(
                line("  wrongly rejected", figures.wronglyRejected(), note(figures.rejectedByCheck(), "by the check")));
        lines.add(line("  wrongly accepted", figures.wronglyAccepted(), ""));
        lines.add(line(
                "  accepted by mask",
                figures.acceptedByMask(),
                note(figures.acceptedByMask() - figures.wronglyAccepted(), "found by the check")));
        Percentiles compile = figures.compileMillis();
        lines.add(String.format(
                Locale.ROOT,
                "%-20s p50 %.3f, mean %.3f, max %.3f",
                "compile, ms",
                compile.p50(),
                compile.mean(),
                compile.max()));
        Percentiles mask = figures.maskMicros();
        lines.add(String.format(
                Locale.ROOT,
                "%-20s p50 %.2f, mean %.2f, p99 %.2f, of %d",
                "mask, us",
                mask.p50(),
                mask.mean(),
                mask.p99(),
                figures.masks()));
        return lines;
    }

    private static String line(String what, int count, String remark) {
        return "%-20s %7d%s".formatted(what, count, remark.isEmpty() ? "" : "  " + remark);
    }

    private static String share(int part, int all) {
        return all == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
    }

    private static String note(int count, String what) {
        return count == 0 ? "" : "(" + count + " " + what + ")";
    }

    /** The keywords as a table of Markdown. */
    static List<String> keywords(List<KeywordTally.Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("| keyword | schemas | right by the mask | right after the check | refused | wrong |");
        lines.add("|---|---:|---:|---:|---:|---:|");
        for (KeywordTally.Row row : rows) {
            lines.add("| `%s` | %d | %d | %d | %d | %d |"
                    .formatted(row.keyword(), row.schemas(), row.byMask(), row.byCheck(), row.refused(), row.wrong()));
        }
        return lines;
    }

    /** The figures by name; scripts rely on the names. */
    static String json(ReplaySummary figures, int filesLeftOut) {
        ObjectNode root = JSON.createObjectNode()
                .put("schemas", figures.schemas())
                .put("compiled", figures.compiled())
                .put("refused", figures.refused())
                .put("all_right", figures.allRight())
                .put("wrongly_rejected", figures.wronglyRejected())
                .put("wrongly_accepted", figures.wronglyAccepted());
        Percentiles compile = figures.compileMillis();
        root.putObject("compile_ms")
                .put("p50", compile.p50())
                .put("mean", compile.mean())
                .put("max", compile.max());
        Percentiles mask = figures.maskMicros();
        root.putObject("mask_us")
                .put("p50", mask.p50())
                .put("mean", mask.mean())
                .put("p99", mask.p99());
        return root.put("accepted_by_mask", figures.acceptedByMask())
                .put("rejected_by_check", figures.rejectedByCheck())
                .put("failed", figures.failed())
                .put("instances", figures.instances())
                .put("masks", figures.masks())
                .put("files_left_out", filesLeftOut)
                .toPrettyString();
    }
}
