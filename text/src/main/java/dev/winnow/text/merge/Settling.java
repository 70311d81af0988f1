package dev.winnow.text.merge;

import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.schema.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what was joined keep what a schema asks of lists as a whole: equal items go where there may be none, and so do
 * those that are too many. Properties come in the schema's order. Not thread-safe.
 */
final class Settling {
    private final Shapes shapes;
    private boolean cut;

    Settling(Shapes shapes) {
        this.shapes = shapes;
    }

    /** Whether a list had more items than it may have. */
    boolean hasCut() {
        return cut;
    }

    void settle(Found found, @Nullable Values values) {
        if (found instanceof Members members) {
            settle(members, values);
        } else if (found instanceof Elements elements) {
            settle(elements, values);
        }
    }

    private void settle(Members members, @Nullable Values values) {
        Map<String, Found> rest = new HashMap<>(members.byName());
        List<String> names = List.copyOf(members.byName().keySet());
        members.byName().clear();
        for (String name : shapes.order(values)) {
            Found listed = rest.remove(name);
            if (listed != null) {
                members.byName().put(name, listed);
            }
        }
        for (String name : names) {
            Found other = rest.get(name);
            if (other != null) {
                members.byName().put(name, other);
            }
        }
        members.byName().forEach((name, member) -> settle(member, shapes.property(values, name)));
    }

    private void settle(Elements elements, @Nullable Values values) {
        List<Found> items = elements.items();
        if (Shapes.isUnique(values)) {
            Set<String> seen = new HashSet<>();
            items.removeIf(item -> !seen.add(Canonical.of(item)));
        }
        int most = Shapes.mostItems(values);
        if (items.size() > most) {
            items.subList(most, items.size()).clear();
            cut = true;
        }
        if (!Shapes.isTuple(values)) {
            items.forEach(item -> settle(item, Shapes.items(values)));
        }
    }
}
