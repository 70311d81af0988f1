package dev.winnow.benchmarks.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links in the documents lead somewhere, and every page can be reached. */
class DocumentedLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    @Test
    void every_link_within_the_project_leads_to_a_file_and_a_heading_of_it() {
        List<String> broken = new ArrayList<>();
        for (Path page : Project.pages()) {
            for (String link : links(page)) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)) {
                    broken.add(Project.name(page) + " -> " + link);
                } else if (parts.length == 2
                        && target.toString().endsWith(".md")
                        && !anchors(target).contains(parts[1])) {
                    broken.add(Project.name(page) + " -> " + link + ", which has no such heading");
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_page_can_be_reached_from_the_readme() {
        Set<Path> reached = new HashSet<>();
        List<Path> ahead = new ArrayList<>(List.of(Project.ROOT.resolve("README.md")));
        while (!ahead.isEmpty()) {
            Path page = ahead.remove(ahead.size() - 1);
            if (reached.add(page) && Files.isRegularFile(page)) {
                for (String link : links(page)) {
                    Path target = page.resolveSibling(link.split("#", 2)[0]).normalize();
                    if (target.toString().endsWith(".md")) {
                        ahead.add(target);
                    }
                }
            }
        }

        assertThat(Project.pages().stream()
                        .filter(page -> !reached.contains(page))
                        .map(Project::name))
                .isEmpty();
    }

    private static List<String> links(Path page) {
        Matcher found = LINK.matcher(CODE.matcher(Project.read(page)).replaceAll(""));
        List<String> links = new ArrayList<>();
        while (found.find()) {
            if (!found.group(1).matches("[a-z]+:.*")) {
                links.add(found.group(1));
            }
        }
        return links;
    }

    private static Set<String> anchors(Path page) {
        return HEADING.matcher(Project.read(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
