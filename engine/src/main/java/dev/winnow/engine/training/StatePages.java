package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Unfinished;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The optimizer's state, two numbers for each factor's number, in pages of one size. As many as the budget has room for
 * stay in the memory of the device; the others lie in a file and pass through one place, in turn. Which these are is
 * fixed: each step wants every page once and in the same order, where keeping what was used last would keep nothing.
 *
 * <p>The file is read and written, not mapped: mapped pages count as the process's memory until the system takes them
 * back, whatever the budget is. A page is stepped as a whole wherever it lies, so the numbers do not depend on the
 * budget.
 */
public final class StatePages implements AutoCloseable {
    /** The bytes of a page: 65,536 numbers of each kind. */
    public static final long PAGE_BYTES = (2L * Float.BYTES) << 16;

    static final int PAGE_VALUES = 1 << 16;

    private final long values;
    private final TorchModule module;
    private final List<TorchValue> resident = new ArrayList<>();
    private final Unfinished all = new Unfinished();
    // Empty where all pages are resident.
    private final List<Passing> passing = new ArrayList<>();

    /**
     * Makes a state of nothing.
     *
     * @param module has {@code page}, {@code fill_rows} and {@code on_host}
     * @param values how many numbers it is for
     */
    StatePages(TorchModule module, long values, long budgetBytes, Path scratch) {
        this.module = module;
        this.values = values;
        try {
            int staying = stayingPages(values, budgetBytes);
            for (int page = 0; page < staying; page++) {
                resident.add(all.add(module.call("page").with(PAGE_VALUES).run(), TorchValue::close));
            }
            if (staying < pages()) {
                passing.add(all.add(Passing.in(scratch), Passing::close));
            }
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    /** How much of the state is in memory at once. */
    static long residentBytes(long values, long budgetBytes) {
        int staying = stayingPages(values, budgetBytes);
        return PAGE_BYTES * (staying + (staying < pages(values) ? 1 : 0));
    }

    private static int stayingPages(long values, long budgetBytes) {
        int pages = pages(values);
        long room = budgetBytes / PAGE_BYTES;
        return room >= pages ? pages : (int) (room - 1);
    }

    private static int pages(long values) {
        return Math.toIntExact((values + PAGE_VALUES - 1) / PAGE_VALUES);
    }

    /** How many there are. */
    int pages() {
        return pages(values);
    }

    /** The first number of a page. */
    long first(int page) {
        return (long) page * PAGE_VALUES;
    }

    /** How many numbers a page is for. */
    int count(int page) {
        return (int) Math.min(PAGE_VALUES, values - first(page));
    }

    /** Brings a page in, [2, {@link #PAGE_VALUES}], and takes it back with what was changed in it. */
    void change(int page, Consumer<TorchValue> change) {
        if (page < resident.size()) {
            change.accept(resident.get(page));
        } else {
            passing.get(0).change(page - resident.size(), change);
        }
    }

    /** A page's numbers. */
    float[] read(int page) {
        float[] read = new float[2 * PAGE_VALUES];
        change(page, state -> {
            try (TorchValue here = module.call("on_host").with(state).run()) {
                here.copyTo(read);
            }
        });
        return read;
    }

    /** Sets a page's numbers. */
    void write(int page, float[] numbers) {
        change(page, state -> {
            try (TorchValue source = TorchValue.copyOf(numbers, 2, PAGE_VALUES)) {
                module.call("fill_rows").with(state).with(0).with(source).run().close();
            }
        });
    }

    @Override
    public void close() {
        all.close();
    }

    /** The pages in the file, and the place where one of them is in memory. */
    private static final class Passing implements AutoCloseable {
        private final FileChannel file;
        private final ByteBuffer place =
                ByteBuffer.allocateDirect((int) PAGE_BYTES).order(ByteOrder.nativeOrder());

        private Passing(FileChannel file) {
            this.file = file;
        }

        static Passing in(Path scratch) {
            try {
                Path path = Files.createTempFile(Files.createDirectories(scratch), "winnow-optimizer-", ".pages");
                return new Passing(FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
            } catch (IOException e) {
                throw new UncheckedIOException("the optimizer's pages need a file in %s".formatted(scratch), e);
            }
        }

        void change(int page, Consumer<TorchValue> change) {
            long position = page * PAGE_BYTES;
            try {
                place.clear();
                while (place.hasRemaining()) {
                    if (file.read(place, position + place.position()) < 0) {
                        // Never written so far: a state of nothing.
                        place.put((byte) 0);
                    }
                }
                try (TorchValue state = TorchValue.floats(place, 2, PAGE_VALUES)) {
                    change.accept(state);
                }
                place.clear();
                while (place.hasRemaining()) {
                    file.write(place, position + place.position());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the optimizer's pages cannot be read or written", e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
