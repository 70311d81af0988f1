package dev.winnow.worker.control;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The coordinators that a worker may ask: any of them will do, since what they know is in their database. Whichever
 * answered last is asked first, so that one that is gone costs a wait once and not at every call. Thread-safe.
 */
final class Coordinators {
    private static final Logger LOG = Logger.getLogger(Coordinators.class);
    private static final String CONTROL = "internal/v1/";

    private final List<URI> bases;
    private final AtomicInteger answeredLast = new AtomicInteger();

    /**
     * Takes the addresses in the order in which they are asked at first.
     *
     * @throws IllegalArgumentException if there is none, or one is no HTTP address
     */
    Coordinators(List<URI> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("WINNOW_COORDINATOR_URL must name a coordinator");
        }
        this.bases = addresses.stream().map(Coordinators::base).distinct().toList();
    }

    private static URI base(URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException(
                    "WINNOW_COORDINATOR_URL must be like http://host:8080, or several with commas between, was "
                            + address);
        }
        String text = address.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + CONTROL);
    }

    /** All, beginning with the one that answered last. */
    List<URI> inTurn() {
        List<URI> turn = new ArrayList<>(bases);
        Collections.rotate(turn, -answeredLast.get());
        return turn;
    }

    /** That one has answered. */
    void answered(URI base) {
        int now = bases.indexOf(base);
        if (answeredLast.getAndSet(now) != now) {
            LOG.infof("the coordinator is now the one at %s", base.getAuthority());
        }
    }
}
