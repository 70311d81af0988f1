package dev.winnow.coordinator.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dashboard");
    private static final int MOST_BYTES = 300_000;

    @Test
    void the_page_names_every_file_there_is_so_that_each_is_served_and_counts_for_the_version() throws IOException {
        PageFiles page = new PageFiles();
        String index = page.first().plain().toString();
        String version = index.replaceAll("(?s).*=\"(assets/[0-9a-f]{16}/)app.js\".*", "$1");

        assertThat(names()).isNotEmpty().allSatisfy(name -> assertThat(page.find(version + name))
                .as(name)
                .isPresent());
        assertThat(page.find("assets/app.js")).isEmpty();
        assertThat(page.find(version + "../index.html")).isEmpty();
    }

    @Test
    void the_page_of_another_version_gets_the_files_of_this_one_which_are_not_kept() {
        PageFiles page = new PageFiles();
        String own = "assets/" + page.version() + "/app.js";
        String other = "assets/0123456789abcdef/app.js";

        assertThat(page.find(other)).isPresent().isEqualTo(page.find(own));
        assertThat(page.isOwn(own)).isTrue();
        assertThat(page.isOwn(other)).isFalse();
        assertThat(page.find("assets/0123456789abcdef/gone.js")).isEmpty();
        assertThat(page.find("assets/next/app.js")).isEmpty();
    }

    @Test
    void all_of_it_weighs_less_than_300_kilobytes_zipped() throws IOException {
        PageFiles page = new PageFiles();
        String version = page.first().plain().toString().replaceAll("(?s).*=\"(assets/[0-9a-f]{16}/)app.js\".*", "$1");

        int bytes = page.first().zipped().length()
                + names().stream()
                        .mapToInt(name ->
                                page.find(version + name).orElseThrow().zipped().length())
                        .sum();

        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    /** The browser's policy would stop it; here it is found before anybody opens the page. */
    @Test
    void no_script_makes_markup_or_code_of_text() throws IOException {
        for (String name : names()) {
            assertThat(Files.readString(FOLDER.resolve(name)))
                    .as(name)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                    .doesNotContain("http://1", "https://");
        }
    }

    private static List<String> names() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.equals("index.html"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
