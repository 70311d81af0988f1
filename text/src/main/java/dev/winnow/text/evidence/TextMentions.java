package dev.winnow.text.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.ahocorasick.trie.Trie;

/** Finds strings word for word, all in one pass (Aho and Corasick, 1975). */
final class TextMentions {
    private TextMentions() {}

    /** Where each of the texts stands; those that stand nowhere are left out. */
    static Map<String, Mentions> of(String text, Collection<String> wanted) {
        Map<String, Mentions> found = new HashMap<>();
        if (!wanted.isEmpty()) {
            Trie trie = Trie.builder().addKeywords(wanted).build();
            trie.parseText(text, emit -> {
                int to = emit.getEnd() + 1;
                found.computeIfAbsent(emit.getKeyword(), unknown -> new Mentions())
                        .add(emit.getStart(), to, WordBorders.isWhole(text, emit.getStart(), to));
                return true;
            });
        }
        return found;
    }
}
