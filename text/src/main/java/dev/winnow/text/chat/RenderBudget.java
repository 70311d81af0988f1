package dev.winnow.text.chat;

import com.hubspot.jinjava.el.JinjavaNodePreProcessor;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.function.BiConsumer;

/**
 * How much work one rendering may take, counted in characters of template source that are run, loops in loops as often
 * as they come round. Templates come with models from elsewhere, and one that never ends must not hold a process.
 */
final class RenderBudget implements BiConsumer<Node, JinjavaInterpreter> {
    /** Some hundred times what the templates of today's models take for two messages. */
    static final int MOST_SOURCE = 1_000_000;

    /** What a loop costs before its body: so many empty rounds it can take, by the limits on lists and ranges. */
    private static final int LOOP = 1_000;

    private static final int LEAST = 16;

    private final JinjavaNodePreProcessor place = new JinjavaNodePreProcessor();
    private int left = MOST_SOURCE;

    @Override
    public void accept(Node node, JinjavaInterpreter interpreter) {
        place.accept(node, interpreter);
        left -= Math.max(LEAST, node.getMaster().getImage().length()) + (isLoop(node) ? LOOP : 0);
        if (left < 0) {
            throw new TemplateRefusedException("The chat template takes more than " + MOST_SOURCE
                    + " characters of its source to render, loops counted as often as they come round:"
                    + " it may have no end; use another model or correct its template");
        }
    }

    private static boolean isLoop(Node node) {
        return node instanceof TagNode tag && tag.getName().equals("for");
    }
}
