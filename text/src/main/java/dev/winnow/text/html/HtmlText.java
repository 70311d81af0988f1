package dev.winnow.text.html;

import java.util.Set;
import java.util.regex.Pattern;
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

    private static final String REPLACEMENT = "\uFFFD";

    /** NUL and halves of surrogate pairs. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x{0}\\p{Cs}]");

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
        return storable(lines.text());
    }

    /** What references can name and no text has is what browsers make of it. */
    private static String storable(String text) {
        return UNSTORABLE.matcher(text).replaceAll(REPLACEMENT);
    }

    private static final class Reading implements NodeFilter {
        private final Lines lines;
        private int preformatted;

        Reading(Lines lines) {
            this.lines = lines;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode text) {
                if (preformatted > 0) {
                    lines.verbatim(text.getWholeText());
                } else {
                    lines.text(text.getWholeText());
                }
            } else if (node instanceof Element element) {
                return begin(element);
            }
            return FilterResult.CONTINUE;
        }

        private FilterResult begin(Element element) {
            String name = element.normalName();
            if (UNSEEN.contains(name)
                    || element.hasAttr("hidden")
                    || element.attr("aria-hidden").equals("true")) {
                return FilterResult.SKIP_ENTIRELY;
            }
            preformatted += element.tag().preserveWhitespace() ? 1 : 0;
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
            if (node instanceof Element element && element.tag().preserveWhitespace()) {
                preformatted--;
            }
            if (node instanceof Element element && element.isBlock() && !CELLS.contains(element.normalName())) {
                lines.end(APART.contains(element.normalName()));
            }
            return FilterResult.CONTINUE;
        }
    }
}
