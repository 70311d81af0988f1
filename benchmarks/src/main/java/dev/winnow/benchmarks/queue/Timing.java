package dev.winnow.benchmarks.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What some items took.
 *
 * @param submitSeconds until their jobs were taken in
 * @param seconds until all of their results were recorded
 * @param submitCpu processor seconds of each process until they were taken in
 * @param cpu processor seconds of each process until all was recorded
 */
record Timing(int items, double submitSeconds, double seconds, Map<String, Double> submitCpu, Map<String, Double> cpu) {
    Timing {
        submitCpu = Map.copyOf(submitCpu);
        cpu = Map.copyOf(cpu);
    }

    Timing plus(Timing other) {
        return new Timing(
                items + other.items,
                submitSeconds + other.submitSeconds,
                seconds + other.seconds,
                sum(submitCpu, other.submitCpu),
                sum(cpu, other.cpu));
    }

    private static Map<String, Double> sum(Map<String, Double> one, Map<String, Double> other) {
        Map<String, Double> sum = new LinkedHashMap<>(one);
        other.forEach((process, seconds) -> sum.merge(process, seconds, Double::sum));
        return sum;
    }

    double itemsPerSecond() {
        return items / seconds;
    }

    /** What an item costs: microseconds of all processors, whoever used them. */
    double microseconds() {
        return cpu.values().stream().mapToDouble(Double::doubleValue).sum() * 1e6 / items;
    }

    Map<String, Object> figures() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("submit_items_per_second", Math.round(items / submitSeconds));
        values.put("items_per_second", Math.round(itemsPerSecond()));
        values.put("cost_cpu_microseconds_per_item", Math.round(microseconds()));
        values.put("of_it", perItem(cpu));
        values.put("of_it_submitting", perItem(submitCpu));
        return values;
    }

    private Map<String, Long> perItem(Map<String, Double> seconds) {
        Map<String, Long> each = new LinkedHashMap<>();
        seconds.forEach((process, used) -> each.put(process, Math.round(used * 1e6 / items)));
        return each;
    }
}
