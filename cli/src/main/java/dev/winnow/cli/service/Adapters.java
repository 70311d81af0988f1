package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The service's adapters. Thread-safe. */
public final class Adapters {
    private static final String ADAPTERS = "/api/v1/adapters";
    private static final String ALIASES = "/api/v1/adapter-aliases";

    private final ServiceClient client;

    /** Asks through that client. */
    public Adapters(ServiceClient client) {
        this.client = client;
    }

    /**
     * Stores one.
     *
     * @param zip its files
     * @param base the model that it is for, or null for what its configuration names
     */
    public JsonNode store(
            Path zip, String name, @Nullable String base, @Nullable String instruction, @Nullable String notes) {
        String query = "?name=" + ServiceClient.escape(name)
                + parameter("base", base)
                + parameter("instruction", instruction)
                + parameter("notes", notes);
        return client.upload(ADAPTERS + query, "application/zip", zip);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + ServiceClient.escape(value);
    }

    /** All of them. */
    public JsonNode all() {
        return client.get(ADAPTERS);
    }

    /** One of them, by version, alias or hash. */
    public JsonNode find(String adapter) {
        return client.get(ServiceClient.path(ADAPTERS, adapter));
    }

    /** Its files in a ZIP; the caller closes it. */
    public InputStream files(String adapter) {
        return client.download(ServiceClient.path(ADAPTERS, adapter, "files"));
    }

    /** Deletes one for good. */
    public void delete(String adapter) {
        client.delete(ServiceClient.path(ADAPTERS, adapter));
    }

    /** Makes an alias stand for what the body names. */
    public JsonNode alias(String alias, JsonNode body) {
        return client.put(ServiceClient.path(ALIASES, alias), body);
    }

    /** Lets an alias stand for what it stood for before its last move. */
    public JsonNode rollBack(String alias) {
        return client.post(ServiceClient.path(ALIASES, alias, "rollback"));
    }

    /** Takes an alias away. */
    public void unalias(String alias) {
        client.delete(ServiceClient.path(ALIASES, alias));
    }

    /** Where an alias has been, newest first. */
    public JsonNode moves(String alias) {
        return client.get(ServiceClient.path(ALIASES, alias, "moves")).path("moves");
    }
}
