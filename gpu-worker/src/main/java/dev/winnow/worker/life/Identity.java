package dev.winnow.worker.life;

import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.worker.WorkerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Who a worker says it is. */
final class Identity {
    private static final Logger LOG = Logger.getLogger(Identity.class);

    private Identity() {}

    /** What it registers with; a new life each time. */
    static WorkerRegistration registration(WorkerConfig config, ModelHost loaded) {
        UUID incarnation = UUID.randomUUID();
        return new WorkerRegistration(
                config.workerName().orElseGet(() -> nameOf(incarnation)),
                incarnation,
                loaded.pool(),
                loaded.contextTokens(),
                loaded.slots(),
                ProcessHandle.current().pid(),
                hash(loaded.text()));
    }

    /** A name for a worker that was given none: no two of one machine have the same. */
    static String nameOf(UUID incarnation) {
        return hostName() + "-" + incarnation.toString().substring(0, 8);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this machine does not know its own name", e);
            return "worker";
        }
    }

    private static String hash(ModelText text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(text.tokenizerJson(), text.chatTemplate(), text.bosToken(), text.eosToken())) {
                sha256.update(part.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
