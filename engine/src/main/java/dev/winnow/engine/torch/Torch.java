package dev.winnow.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library of this process: loaded once, checked once, prepared by each thread that calls it. */
public final class Torch {
    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);
    private static final String VERSION = "2.7.1";

    private Torch() {}

    /**
     * Loads the native library if this is the first call. It is unpacked from its jar once per machine, into
     * {@code ENGINE_CACHE_DIR}, {@code DJL_CACHE_DIR} or {@code ~/.djl.ai}.
     *
     * @throws TorchUnavailableException if it cannot be loaded, or is of a version that was never tried
     */
    public static void require() {
        manager();
    }

    /**
     * Sets what libtorch keeps per thread; every thread does it before its first call. Gradients are off. The graph
     * executor does not optimize: that costs a tenth of a second on early calls and gains nothing here.
     */
    public static void prepareThread() {
        require();
        // A new thread begins with what another one has set for itself last: asking settles that, and then it is set.
        JniUtils.getNumThreads();
        JniUtils.setNumThreads(Loaded.THREADS);
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    /** How many threads a call uses, unless its thread says otherwise: the cores, or {@code OMP_NUM_THREADS}. */
    public static int threads() {
        return Loaded.THREADS;
    }

    /** Sets how many threads a call uses that the calling thread makes. */
    public static void useThreads(int count) {
        require();
        JniUtils.setNumThreads(count);
    }

    static PtNDManager manager() {
        return Loaded.MANAGER;
    }

    // Loaded by the first caller, under the class initialization lock; a failure is wrapped so that it stays readable.
    private static final class Loaded {
        static final PtNDManager MANAGER = load();
        static final int THREADS = JniUtils.getNumThreads();

        private static PtNDManager load() {
            // DJL must not call out, neither for natives nor for its usage statistics.
            presetProperty("ai.djl.offline", "true");
            presetProperty("OPT_OUT_TRACKING", "true");
            if (!"PASSIVE".equalsIgnoreCase(System.getenv("OMP_WAIT_POLICY"))) {
                LOG.warn("OMP_WAIT_POLICY is not PASSIVE: on a busy machine each step may take many times longer."
                        + " Set it in the environment before Java starts.");
            }
            Engine engine = engine();
            String found = engine.getVersion();
            if (!found.startsWith(VERSION)) {
                throw new TorchUnavailableException(
                        "libtorch %s is needed, found %s: check PYTORCH_VERSION and".formatted(VERSION, found)
                                + " PYTORCH_LIBRARY_PATH, or unset both to use the library that comes with Winnow");
            }
            return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        }

        private static Engine engine() {
            try {
                return Engine.getEngine("PyTorch");
            } catch (RuntimeException | LinkageError e) {
                throw new TorchUnavailableException(
                        "libtorch could not be loaded on %s %s: %s. Winnow carries it for Linux x86-64 and arm64 with"
                                        .formatted(
                                                System.getProperty("os.name"),
                                                System.getProperty("os.arch"),
                                                e.getMessage())
                                + " glibc 2.28 or later and for macOS arm64; it needs about 500 MB in the folder"
                                + " ENGINE_CACHE_DIR (else ~/.djl.ai)",
                        e);
            }
        }

        private static void presetProperty(String name, String value) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        }
    }
}
