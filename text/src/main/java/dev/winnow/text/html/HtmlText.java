package dev.winnow.text.html;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * The text of a page as a reader sees it: its title and its body, a line for each block, cells of a row with tabs
 * between them, entities as their characters. Scripts, styles and what is marked as hidden are left out. What is no
 * good HTML is read as browsers read it.
 */
public final class HtmlText {
    /** A page of more may take a hundred times its size while it is read. */
    public static final int MOST_CHARACTERS = 2 << 20;

    private static final Set<String> UNSEEN =
            Set.of("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "datalist");
    private static final Set<String> CELLS = Set.of("td", "th");
    private static final Set<String> APART = Set.of(
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article", "blockquote");

    private HtmlText() {}

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if it has more than {@link #MOST_CHARACTERS}
     */
    public static String of(String html) {
        if (html.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the page has %d characters, the limit is %d".formatted(html.length(), MOST_CHARACTERS));
        }
        Document page = Jsoup.parse(html);
        Lines lines = new Lines();
        lines.text(page.title());
        lines.end(true);
        NodeTraversor.filter(new Reading(lines), page.body());
        return lines.text();
    }

    private record Reading(Lines lines) implements NodeFilter {
        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode text) {
                if (isPreformatted(text)) {
                    lines.verbatim(text.getWholeText());
                } else {
                    lines.text(text.getWholeText());
                }
            } else if (node instanceof Element element) {
                return begin(element);
            }
            return FilterResult.CONTINUE;
        }

        private static boolean isPreformatted(TextNode text) {
            Element parent = text.parent();
            return parent != null && parent.tag().preserveWhitespace();
        }

        private FilterResult begin(Element element) {
            String name = element.normalName();
            if (UNSEEN.contains(name)
                    || element.hasAttr("hidden")
                    || element.attr("aria-hidden").equals("true")) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (name.equals("br")) {
                lines.end(false);
            } else if (CELLS.contains(name)) {
                lines.cell();
            } else if (element.isBlock()) {
                lines.end(APART.contains(name));
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element && element.isBlock() && !CELLS.contains(element.normalName())) {
                lines.end(APART.contains(element.normalName()));
            }
            return FilterResult.CONTINUE;
        }
    }
}
