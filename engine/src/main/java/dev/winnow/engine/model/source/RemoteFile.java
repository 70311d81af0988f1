package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * A file to download.
 *
 * @param name its name, which is plain: no folders
 * @param address where it lies
 * @param size its bytes, -1 if unknown
 * @param checksum what it must come to, if the source says so
 * @param credential what to show to its origin
 */
record RemoteFile(String name, URI address, long size, Optional<Checksum> checksum, Optional<Credential> credential) {
    static final String PLAIN_NAME = "[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,250}";

    RemoteFile {
        requireNonNull(address, "address");
        requireNonNull(checksum, "checksum");
        requireNonNull(credential, "credential");
        if (!name.matches(PLAIN_NAME)) {
            throw new IllegalArgumentException("'%s' is not a plain file name".formatted(name));
        }
        if (size < -1) {
            throw new IllegalArgumentException("size must be at least -1, was " + size);
        }
    }
}
