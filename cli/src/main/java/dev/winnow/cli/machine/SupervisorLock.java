package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Installation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to start and to end the processes of an installation. One process has it at a time, and it goes with that
 * process, however that ends.
 */
final class SupervisorLock implements AutoCloseable {
    private final FileChannel channel;

    private SupervisorLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it, unless another process has it. The run folder must be there. */
    static Optional<SupervisorLock> tryTake(Installation installation) {
        try {
            FileChannel channel = FileChannel.open(
                    installation.run().resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new SupervisorLock(channel));
        } catch (IOException e) {
            throw CommandException.failed("The data folder " + installation.root() + " cannot be locked: " + e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
