package dev.winnow.coordinator.adapter;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An adapter as its tenant sees it.
 *
 * @param adapter how requests name it: name and version
 * @param hash names its content
 * @param base the model that it is for
 * @param aliases that stand for it now
 */
@Schema(name = "Adapter", example = """
                {"adapter": "recipes@2", "name": "recipes", "version": 2, "hash": "sha256:...", \
                "base": "smollm2-135m-instruct", "aliases": ["champion"], "card": {"rank": 16, "alpha": 32, \
                "scale": 2, "target_modules": ["q_proj", "v_proj"], "projections": 60, "dtypes": ["F32"], \
                "bytes": 3694152, "notes": "two epochs"}, "created_at": "2026-01-01T12:00:00Z"}""")
public record AdapterView(
        String adapter,
        String name,
        int version,
        String hash,
        String base,
        List<String> aliases,
        AdapterCard card,
        Instant createdAt) {
    public AdapterView {
        aliases = List.copyOf(aliases);
    }
}
