package dev.winnow.cli.service;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Surroundings;
import java.util.Optional;

/** Where the coordinator answers, and the key that it wants. */
public sealed interface Endpoint {
    /** Its address, without a slash at the end. */
    String url();

    /** The key that it wants. */
    String key();

    /** Why nothing may be sent there now, if nothing may. */
    Optional<String> absence();

    /** What commands need besides to reach the same service: {@code " --data DIR"}, or nothing. */
    String hint();

    /** One that the user has named. */
    record Named(String url, String key) implements Endpoint {
        public Named {
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw CommandException.usage("WINNOW_URL must begin with http:// or https://, was " + url);
            }
            url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }

        @Override
        public Optional<String> absence() {
            return Optional.empty();
        }

        @Override
        public String hint() {
            return "";
        }
    }

    /** What runs on this machine; the key is for that very process and not for who takes its port later. */
    record Local(LocalCoordinator coordinator, String url, String key, String hint) implements Endpoint {
        @Override
        public Optional<String> absence() {
            return coordinator.url().filter(url::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "the coordinator of " + coordinator.installation().root() + " is not running");
        }
    }

    /** From {@code WINNOW_URL} and {@code WINNOW_API_KEY} if the first is set, else this machine's installation. */
    static Endpoint of(Surroundings surroundings, Installation installation) {
        Optional<String> url = surroundings.variable("WINNOW_URL");
        return url.isPresent() ? named(url.get(), surroundings, installation) : local(surroundings, installation);
    }

    /**
     * The coordinator that runs from this installation.
     *
     * @throws CommandException if it does not run
     */
    static Endpoint local(Surroundings surroundings, Installation installation) {
        String hint = surroundings.dataHint(installation);
        LocalCoordinator coordinator = new LocalCoordinator(installation);
        String url = coordinator
                .url()
                .orElseThrow(() -> CommandException.unreachable("Winnow does not run from " + installation.root()
                        + ": `winnow up -d" + hint + "` starts it, or WINNOW_URL and WINNOW_API_KEY name another"));
        String key = surroundings.variable("WINNOW_API_KEY").orElseGet(() -> adminKey(installation));
        return new Local(coordinator, url, key, hint);
    }

    private static Endpoint named(String url, Surroundings surroundings, Installation installation) {
        Named named = new Named(url, surroundings.variable("WINNOW_API_KEY").orElse(""));
        if (!named.key().isEmpty()) {
            return named;
        }
        // This machine's own key goes to this machine's own coordinator alone, wherever WINNOW_URL leads.
        if (new LocalCoordinator(installation).url().filter(named.url()::equals).isEmpty()) {
            throw CommandException.usage("WINNOW_URL is set, but no key for it: set WINNOW_API_KEY too");
        }
        return local(surroundings, installation);
    }

    private static String adminKey(Installation installation) {
        return installation
                .adminKey()
                .orElseThrow(() -> CommandException.usage("There is no API key in " + installation.root()
                        + ": set WINNOW_API_KEY, or start Winnow from there"));
    }
}
