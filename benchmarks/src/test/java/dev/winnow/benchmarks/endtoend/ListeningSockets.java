package dev.winnow.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which addresses a process and its children listen on, as the Linux kernel tells in {@code /proc}. */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Local addresses in the kernel's hexadecimal form, {@code 0100007F:1F90} for 127.0.0.1:8080. */
    static Set<String> of(long pid) {
        Set<String> inodes = Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .flatMap(ListeningSockets::socketInodes)
                .collect(Collectors.toSet());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).skip(1))
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields[3].equals(LISTEN) && inodes.contains(fields[9]))
                .map(fields -> fields[1])
                .collect(Collectors.toSet());
    }

    /** Whether a local address in the kernel's form is 127.0.0.0/8 or ::1, plain or mapped. */
    static boolean isLoopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        return host.matches("[0-9A-F]{6}7F")
                || host.equals("00000000000000000000000001000000")
                || host.matches("0000000000000000FFFF0000[0-9A-F]{6}7F");
    }

    private static Stream<String> socketInodes(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
            return descriptors
                    .map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
