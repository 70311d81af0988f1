package dev.winnow.text.merge;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.Evidence;
import dev.winnow.text.schema.Values;
import dev.winnow.text.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * Puts the outputs of a document's windows together to one. Objects are joined property by property, lists one behind
 * the other, without what two windows both saw; of single values something is taken before null, what stands in the
 * document before what does not, and then what the model was surer of. Not thread-safe.
 */
public final class WindowMerge {
    private final Values values;
    private final Shapes shapes = new Shapes();
    private @Nullable Found joined;
    private int windows;
    private int reached;

    /** Merges outputs that fit these values. */
    public WindowMerge(Values values) {
        this.values = values;
    }

    /**
     * Adds the output of the next window; they come in the order of the document.
     *
     * @param output JSON
     * @param evidence of it, its spans counted within the window
     * @throws IllegalArgumentException if the output is no JSON
     */
    public void add(Window window, String output, Evidence evidence) {
        Found found = FoundReader.read(output, evidence, windows, window.from());
        joined = joined == null
                ? found
                : new Joining(shapes, new Seam(windows, window.from(), reached)).join(joined, found, values);
        reached = window.to();
        windows++;
    }

    /** The output of the whole document; nothing can be added afterwards. */
    public Merged finish() {
        Found whole = requireNonNull(joined, "no window was added");
        Settling settling = new Settling(shapes);
        settling.settle(whole, values);
        FoundWriter writer = new FoundWriter();
        String output = writer.write(whole);
        return new Merged(output, writer.evidence(), settling.hasCut());
    }

    /**
     * One output of all windows.
     *
     * @param evidence its spans are those of the document
     * @param cut a list had more items than the schema allows, and lost the last of them
     */
    public record Merged(String output, Evidence evidence, boolean cut) {
        public Merged {
            requireNonNull(output, "output");
            requireNonNull(evidence, "evidence");
        }
    }
}
