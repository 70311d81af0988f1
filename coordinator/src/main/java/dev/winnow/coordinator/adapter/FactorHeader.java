package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.text.adapter.AdapterRefusedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the header of a weights file says, each claim held against the file's size: eight bytes of length, JSON, then
 * the data. The engine has a reader for whole models; this one knows factors and nothing else, so that the coordinator
 * needs no engine.
 *
 * @param projections how many it changes
 * @param dtypes of its values
 */
record FactorHeader(int projections, List<String> dtypes) {
    private static final int MOST_BYTES = 4 << 20; // a hundred layers take a tenth of it
    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";
    private static final Map<String, Integer> DTYPE_BYTES = Map.of("F32", 4, "F16", 2, "BF16", 2);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    FactorHeader {
        dtypes = List.copyOf(dtypes);
    }

    /**
     * Reads and checks it.
     *
     * @param rank that each factor must have
     * @throws AdapterRefusedException if the file is damaged, or has more than pairs of factors
     */
    static FactorHeader read(Path file, int rank) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long size = Files.size(file);
            long length = size < 8 ? -1 : Long.reverseBytes(in.readLong());
            if (length < 2 || length > MOST_BYTES || length > size - 8) {
                throw refused("is no safetensors file, or cut off: it has %d bytes, and announces a header of %s"
                        .formatted(size, Long.toUnsignedString(length)));
            }
            String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            return check(parse(header), size - 8 - length, rank);
        }
    }

    private static JsonNode parse(String header) {
        try {
            JsonNode parsed = JSON.readTree(header);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (JsonProcessingException e) {
            throw refused("has a header that is no JSON: " + e.getOriginalMessage());
        }
        throw refused("has a header that is no JSON object");
    }

    private static FactorHeader check(JsonNode header, long dataBytes, int rank) {
        Map<String, Factor> factors = new HashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                factors.put(entry.getKey(), factor(entry.getKey(), entry.getValue(), dataBytes));
            }
        });
        requireNoGaps(factors, dataBytes);
        TreeSet<String> projections = new TreeSet<>();
        factors.keySet().forEach(name -> projections.add(projection(name)));
        if (projections.isEmpty()) {
            throw refused("has no factors");
        }
        projections.forEach(projection -> requirePair(projection, factors, rank));
        return new FactorHeader(
                projections.size(),
                factors.values().stream().map(Factor::dtype).distinct().sorted().toList());
    }

    private static Factor factor(String name, JsonNode entry, long dataBytes) {
        String dtype = entry.path("dtype").asText();
        Integer bytes = DTYPE_BYTES.get(dtype);
        if (bytes == null) {
            throw refused(
                    "stores %s as '%s'; Winnow reads %s".formatted(name, dtype, new TreeSet<>(DTYPE_BYTES.keySet())));
        }
        JsonNode shape = entry.path("shape");
        if (shape.size() != 2 || !isSize(shape.path(0)) || !isSize(shape.path(1))) {
            throw refused("gives %s the shape %s; a factor is a matrix".formatted(name, shape));
        }
        JsonNode offsets = entry.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        if (offsets.size() != 2 || begin < 0 || end < begin || end > dataBytes) {
            throw refused("places %s at %s, which is not within its %d bytes of data; it is cut off or damaged"
                    .formatted(name, offsets, dataBytes));
        }
        long values = shape.path(0).longValue() * shape.path(1).longValue();
        if (values > dataBytes || end - begin != values * bytes) {
            throw refused(
                    "gives %s %d bytes, which %d values of %s do not take".formatted(name, end - begin, values, dtype));
        }
        return new Factor(dtype, shape.path(0).intValue(), shape.path(1).intValue(), begin, end);
    }

    private static boolean isSize(JsonNode size) {
        return size.isIntegralNumber() && size.canConvertToInt() && size.intValue() > 0;
    }

    // Bytes that belong to no factor would travel to every worker, and nobody would know what they are.
    private static void requireNoGaps(Map<String, Factor> factors, long dataBytes) {
        List<Factor> inOrder = new ArrayList<>(factors.values());
        inOrder.sort(Comparator.comparingLong(Factor::begin));
        long at = 0;
        for (Factor factor : inOrder) {
            if (factor.begin() != at) {
                throw refused("has factors that overlap or leave gaps, at byte %d of its data".formatted(at));
            }
            at = factor.end();
        }
        if (at != dataBytes) {
            throw refused("has %d bytes of data, its header tells of %d".formatted(dataBytes, at));
        }
    }

    private static String projection(String name) {
        for (String factor : List.of(DOWN, UP)) {
            if (name.endsWith(factor)) {
                return name.substring(0, name.length() - factor.length());
            }
        }
        throw refused("has the tensor %s, which is no factor of a LoRA adapter (*%s, *%s)".formatted(name, DOWN, UP));
    }

    private static void requirePair(String projection, Map<String, Factor> factors, int rank) {
        Factor down = factors.get(projection + DOWN);
        Factor up = factors.get(projection + UP);
        if (down == null || up == null) {
            throw refused("has only one factor of " + projection);
        }
        if (down.rows() != rank || up.columns() != rank) {
            throw refused("gives the factors of %s the ranks %d and %d, but %s says %d"
                    .formatted(projection, down.rows(), up.columns(), AdapterFiles.CONFIG, rank));
        }
    }

    private static AdapterRefusedException refused(String why) {
        return new AdapterRefusedException(AdapterFiles.WEIGHTS + " " + why);
    }

    private record Factor(String dtype, int rows, int columns, long begin, long end) {}
}
