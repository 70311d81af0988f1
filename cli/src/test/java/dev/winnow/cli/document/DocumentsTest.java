package dev.winnow.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.console.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_gives_its_pages_texts_lines_and_tables_in_the_order_of_their_names() throws IOException {
        file("b/page.HTML", "<p>one</p>");
        file("b/lines.jsonl", "{\"input\": \"two\"}");
        file("c.txt", "three");
        file("a.csv", "input\nfour\n");
        file("picture.png", "none");
        file(".git/notes.txt", "none");
        Path linked = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-linked"), folder);

        assertThat(read(null, linked)).hasSize(4);
        Files.delete(linked);
        assertThat(read(null, folder))
                .containsExactly(
                        "{\"input\":\"four\"}",
                        "{\"input\":\"two\"}",
                        "{\"id\":\"page.HTML\",\"html\":\"<p>one</p>\"}",
                        "{\"id\":\"c.txt\",\"input\":\"three\"}");
    }

    @Test
    void a_folder_without_documents_is_refused_with_what_they_are_called() throws IOException {
        file("picture.png", "none");

        assertRefused(() -> read(null, folder), "without documents", ".html");
    }

    @Test
    void the_file_that_results_go_to_is_no_document_of_its_folder() throws IOException {
        Path page = file("pages/a.html", "<p>Jazz</p>");
        Path results = file("pages/results.jsonl", "{\"id\": \"a\", \"output\": {}}");
        Path pages = page.resolveSibling("");
        Sources all = Sources.of(List.of(pages), null, InputStream.nullInputStream());

        assertThat(all.besides(results, List.of(pages)).files()).containsExactly(DocumentFile.of(page));
        assertThat(all.besides(folder.resolve("pages/../pages/results.jsonl"), List.of(pages))
                        .files())
                .containsExactly(DocumentFile.of(page));
        assertThat(all.besides(folder.resolve("new.jsonl"), List.of(pages))).isEqualTo(all);
        assertRefused(() -> all.besides(results, List.of(pages, results)), "is one of the documents", "another file");
        Files.delete(page);
        assertRefused(
                () -> Sources.of(List.of(pages), null, InputStream.nullInputStream())
                        .besides(results, List.of(pages)),
                "no document but");
    }

    @Test
    void a_row_of_a_table_is_a_document() throws IOException {
        Path table = file("t.csv", "\uFEFFid,price,text\r\n7,12,\"two\nlines, \"\"quoted\"\"\"\r\n,13,second\r\n");

        assertThat(read(null, table))
                .containsExactly("{\"id\":\"7\",\"input\":\"two\\nlines, \\\"quoted\\\"\"}", "{\"input\":\"second\"}");
        assertThat(read("price", table)).containsExactly("{\"id\":\"7\",\"input\":\"12\"}", "{\"input\":\"13\"}");
    }

    @Test
    void a_table_that_cannot_be_used_is_refused_with_its_place_and_its_columns() throws IOException {
        assertRefused(() -> read(null, file("a.csv", "url,page\nx,y\n")), "a.csv", "--column", "url, page");
        assertRefused(() -> read("paeg", file("a.csv", "url,page\nx,y\n")), "paeg", "url, page");
        assertRefused(() -> read(null, file("b.csv", "url,text\nx,y\nz\n")), "b.csv, line 3", "1 values for 2 columns");
        assertRefused(
                () -> read(null, file("b.csv", "url,text\nx,Hello, world\n")), "b.csv, line 2", "3 values", "quote");
        assertRefused(() -> read(null, file("b.csv", "\"url\"x,text\n")), "b.csv, line 1", "header");
        assertRefused(() -> read(null, file("c.csv", "text\n\"open\n")), "c.csv, line 2", "no CSV");
        assertRefused(() -> read(null, file("d.csv", "text,text\nx,y\n")), "d.csv, line 1", "header");
        Path latin = folder.resolve("e.csv");
        Files.write(latin, "text\nZürich\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(() -> read(null, latin), "e.csv", "not UTF-8");
        assertRefused(() -> read("text", file("f.txt", "x")), "--column is for tables");
    }

    @Test
    void the_standard_input_is_lines_a_page_or_a_text() throws IOException {
        assertThat(piped("\n {\"id\": \"a\", \"input\": \"one\"}\n{\"input\": \"two\"}\n"))
                .containsExactly("{\"id\":\"a\",\"input\":\"one\"}", "{\"input\":\"two\"}");
        assertThat(piped("<html>x")).containsExactly("{\"id\":\"stdin\",\"html\":\"<html>x\"}");
        assertThat(piped("Jazz at eight")).containsExactly("{\"id\":\"stdin\",\"input\":\"Jazz at eight\"}");
        assertThat(piped("\uFEFF\u201c{\u201d")).containsExactly("{\"id\":\"stdin\",\"input\":\"\u201c{\u201d\"}");
        assertThat(piped("\uFEFF {\"input\": \"x\"}")).containsExactly("{\"input\":\"x\"}");
        assertRefused(() -> piped("{\"input\": 1}"), "the standard input, line 1");
        assertRefused(() -> read(null, Path.of("-"), Path.of("-")), "- is given twice");
    }

    private List<String> piped(String text) {
        return documents(null, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Path.of("-"));
    }

    private static List<String> read(@Nullable String column, Path... paths) {
        return documents(column, InputStream.nullInputStream(), paths);
    }

    private static List<String> documents(@Nullable String column, InputStream standardInput, Path... paths) {
        Documents documents = new Documents(Sources.of(List.of(paths), column, standardInput), false);
        documents.check();
        List<String> read = new ArrayList<>();
        documents.forEach(document -> read.add(new String(document.json(), StandardCharsets.UTF_8)));
        return read;
    }

    private static void assertRefused(ThrowingCallable what, String... parts) {
        assertThatThrownBy(what).isInstanceOf(CommandException.class).hasMessageContainingAll(parts);
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
