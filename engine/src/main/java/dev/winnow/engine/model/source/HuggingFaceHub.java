package dev.winnow.engine.model.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.source.ModelSource.HubRepository;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Hugging Face hub or a mirror of it: {@code HF_ENDPOINT}, with {@code HF_TOKEN} where one is set. */
final class HuggingFaceHub {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final int MOST_PAGES = 20;

    private final HttpAccess http;
    private final Patience patience;
    private final URI endpoint;
    private final Optional<Credential> credential;

    HuggingFaceHub(HttpAccess http, Patience patience, Environment environment) throws IOException {
        this.http = http;
        this.patience = patience;
        this.endpoint = endpoint(environment.variable("HF_ENDPOINT").orElse("https://huggingface.co"));
        this.credential = environment.variable("HF_TOKEN").map(token -> Credential.bearer(endpoint, token));
    }

    /** The files in the top folder of a repository, by name. */
    Map<String, RemoteFile> files(HubRepository repository) throws IOException {
        Map<String, RemoteFile> files = new LinkedHashMap<>();
        Optional<URI> page = Optional.of(endpoint.resolve("api/models/%s/%s/tree/%s"
                .formatted(repository.organisation(), repository.name(), repository.revision())));
        for (int i = 0; page.isPresent(); i++) {
            if (i == MOST_PAGES) {
                throw new DownloadFailedException(
                        "%s lists more than %d pages of files; download it by hand and give its path"
                                .formatted(repository, MOST_PAGES));
            }
            SmallPage answer = SmallPage.get(http, page.get(), "application/json", credential, patience);
            for (JsonNode entry : list(answer)) {
                file(repository, entry).ifPresent(file -> files.put(file.name(), file));
            }
            page = next(answer);
        }
        return files;
    }

    private Optional<RemoteFile> file(HubRepository repository, JsonNode entry) throws DownloadFailedException {
        String path = entry.path("path").asText();
        // Sub-folders hold other formats of the same model.
        if (!entry.path("type").asText().equals("file") || !path.matches(RemoteFile.PLAIN_NAME)) {
            return Optional.empty();
        }
        URI address = endpoint.resolve("%s/%s/resolve/%s/%s"
                .formatted(repository.organisation(), repository.name(), repository.revision(), path));
        try {
            return Optional.of(new RemoteFile(path, address, size(entry), checksum(entry), credential));
        } catch (IllegalArgumentException e) {
            throw new DownloadFailedException(
                    "%s lists %s with a checksum or size that cannot be read".formatted(repository, path), e);
        }
    }

    private static long size(JsonNode entry) {
        return entry.path("lfs").path("size").asLong(entry.path("size").asLong(-1));
    }

    private static Optional<Checksum> checksum(JsonNode entry) {
        String large = entry.path("lfs").path("oid").asText("");
        if (!large.isEmpty()) {
            return Optional.of(new Checksum.Sha256(large.replaceFirst("^sha256:", "")));
        }
        String blob = entry.path("oid").asText("");
        return blob.isEmpty() ? Optional.empty() : Optional.of(new Checksum.GitBlob(blob));
    }

    private static JsonNode list(SmallPage page) throws DownloadFailedException {
        try {
            JsonNode list = JSON.readTree(page.text());
            if (list.isArray()) {
                return list;
            }
        } catch (JsonProcessingException e) {
            throw noList(page, e);
        }
        throw noList(page, null);
    }

    private static DownloadFailedException noList(SmallPage page, @Nullable Throwable cause) {
        String message =
                "%s did not answer with a list of files; check HF_ENDPOINT".formatted(HttpAccess.shown(page.address()));
        return cause == null ? new DownloadFailedException(message) : new DownloadFailedException(message, cause);
    }

    private Optional<URI> next(SmallPage page) throws DownloadFailedException {
        Matcher link = NEXT_PAGE.matcher(page.link());
        return link.find()
                ? Optional.of(HttpAccess.requireAllowed(page.address().resolve(link.group(1)), endpoint))
                : Optional.empty();
    }

    private static URI endpoint(String text) throws DownloadFailedException {
        try {
            URI address = URI.create(text.endsWith("/") ? text : text + "/");
            return HttpAccess.requireAllowed(address, address);
        } catch (IllegalArgumentException e) {
            throw new DownloadFailedException("HF_ENDPOINT is no http or https address; correct it", e);
        }
    }
}
