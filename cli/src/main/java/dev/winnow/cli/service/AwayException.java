package dev.winnow.cli.service;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;

/** The service does not answer now; it may later. */
public final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    AwayException(Endpoint endpoint, String reason) {
        super(endpoint.url() + " does not answer: " + reason);
        this.hint = endpoint.hint();
    }

    AwayException(Endpoint endpoint, IOException cause) {
        super(endpoint.url() + " does not answer: " + reason(cause), cause);
        this.hint = endpoint.hint();
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether the request was never sent, so that the service cannot have done what it asks. */
    public boolean beforeAnythingWasSent() {
        return getCause() == null
                || getCause() instanceof ConnectException
                || getCause() instanceof HttpConnectTimeoutException;
    }

    /** The command's end, for those who do not wait. */
    public CommandException ending() {
        return CommandException.unreachable(getMessage() + "\n`winnow status" + hint
                + "` tells what runs here, `winnow up -d" + hint + "` starts it");
    }
}
