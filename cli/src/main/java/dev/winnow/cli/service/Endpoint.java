package dev.winnow.cli.service;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;

/** Where the coordinator answers, and the key that it wants. */
public record Endpoint(String url, String key) {
    public Endpoint {
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw CommandException.usage("WINNOW_URL must begin with http:// or https://, was " + url);
        }
        url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** From {@code WINNOW_URL} and {@code WINNOW_API_KEY}; what is not set there, from this machine's installation. */
    public static Endpoint of(Surroundings surroundings, Installation installation) {
        String url = surroundings.variable("WINNOW_URL").orElseGet(() -> installation
                .settings()
                .map(Settings::url)
                .orElseThrow(() -> CommandException.unreachable("No service is known: `winnow up -d` starts one here,"
                        + " or WINNOW_URL and WINNOW_API_KEY name another")));
        String key = surroundings.variable("WINNOW_API_KEY").orElseGet(() -> installation
                .adminKey()
                .orElseThrow(() -> CommandException.usage("No API key is known: set WINNOW_API_KEY")));
        return new Endpoint(url, key);
    }
}
