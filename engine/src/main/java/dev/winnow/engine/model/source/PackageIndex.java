package dev.winnow.engine.model.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python package index, asked by the simple interface: <a href="https://peps.python.org/pep-0691/">PEP 691</a>'s JSON
 * where the server has it, <a href="https://peps.python.org/pep-0503/">PEP 503</a>'s HTML otherwise.
 */
final class PackageIndex {
    private static final String ACCEPT =
            "application/vnd.pypi.simple.v1+json, " + "application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ANCHOR = Pattern.compile(
            "<a\\s[^>]*?href\\s*=\\s*([\"'])(.*?)\\1[^>]*>\\s*([^<]*?)\\s*</a>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SHA256 = Pattern.compile("sha256=([0-9a-fA-F]{64})");

    private final HttpAccess http;
    private final Patience patience;
    private final URI index;

    /** Asks the index at an address that ends with a slash. */
    PackageIndex(HttpAccess http, Patience patience, URI index) {
        this.http = http;
        this.patience = patience;
        this.index = index;
    }

    /** The wheel of a version that fits every machine. */
    RemoteFile wheel(PythonPackage wanted) throws IOException {
        List<RemoteFile> files = files(wanted.name());
        return files.stream()
                .filter(file -> isWheelOf(file.name(), wanted))
                .min(Comparator.comparing((RemoteFile file) -> !file.name().endsWith("-none-any.whl"))
                        .thenComparing(RemoteFile::name))
                .orElseThrow(() -> missing(wanted, files));
    }

    /** All files of a package, of all its versions. */
    List<RemoteFile> files(String packageName) throws IOException {
        URI page = index.resolve(packageName + "/");
        SmallPage answer = SmallPage.get(http, page, ACCEPT, Credential.of(index), patience);
        return answer.contentType().contains("json") ? fromJson(answer) : fromHtml(answer);
    }

    private static boolean isWheelOf(String fileName, PythonPackage wanted) {
        String[] parts = fileName.toLowerCase(Locale.ROOT).split("-", -1);
        return fileName.endsWith(".whl")
                && parts.length >= 5
                && parts[0].replaceAll("[_.]+", "-").equals(wanted.name())
                && parts[1].equals(wanted.version());
    }

    private static DownloadFailedException missing(PythonPackage wanted, List<RemoteFile> files) {
        List<String> wheels = files.stream()
                .map(RemoteFile::name)
                .filter(name -> name.endsWith(".whl"))
                .sorted()
                .toList();
        return new DownloadFailedException("the package index has no wheel of %s; it has %s"
                .formatted(wanted, wheels.isEmpty() ? "no wheels of that package" : String.join(", ", wheels)));
    }

    private List<RemoteFile> fromJson(SmallPage page) throws IOException {
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode file : parse(page).path("files")) {
            Optional<String> hash =
                    Optional.ofNullable(file.path("hashes").path("sha256").textValue());
            add(
                    files,
                    page,
                    file.path("filename").asText(),
                    file.path("url").asText(),
                    hash,
                    file.path("size").asLong(-1));
        }
        return files;
    }

    private static JsonNode parse(SmallPage page) throws DownloadFailedException {
        try {
            return JSON.readTree(page.text());
        } catch (JsonProcessingException e) {
            throw new DownloadFailedException(
                    "%s answered with JSON that cannot be read; check that PIP_INDEX_URL is a package index"
                            .formatted(HttpAccess.shown(page.address())),
                    e);
        }
    }

    private List<RemoteFile> fromHtml(SmallPage page) throws IOException {
        List<RemoteFile> files = new ArrayList<>();
        Matcher anchor = ANCHOR.matcher(page.text());
        while (anchor.find()) {
            String link = anchor.group(2).replace("&amp;", "&");
            int fragment = link.indexOf('#');
            Matcher hash = SHA256.matcher(fragment < 0 ? "" : link.substring(fragment));
            String bare = fragment < 0 ? link : link.substring(0, fragment);
            add(files, page, anchor.group(3), bare, hash.find() ? Optional.of(hash.group(1)) : Optional.empty(), -1);
        }
        return files;
    }

    private void add(List<RemoteFile> files, SmallPage page, String name, String link, Optional<String> hash, long size)
            throws IOException {
        // What is no plain name cannot be the wheel that is looked for.
        if (!name.matches(RemoteFile.PLAIN_NAME)) {
            return;
        }
        try {
            URI address = HttpAccess.requireAllowed(page.address().resolve(link), index);
            files.add(new RemoteFile(
                    name, address, Math.max(size, -1), hash.map(Checksum.Sha256::new), Credential.of(index)));
        } catch (IllegalArgumentException e) {
            throw new DownloadFailedException(
                    "%s lists %s with an address or checksum that cannot be read"
                            .formatted(HttpAccess.shown(page.address()), name),
                    e);
        }
    }
}
