package dev.winnow.coordinator.apidocument;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.IndexView;

/** Completes the document, once, while Winnow is built. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class DocumentFilter implements OASFilter {
    private final IndexView classes;

    /** Takes what the build knows of the classes. */
    public DocumentFilter(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        new Nullability(classes).complete(document);
        new Keys(classes).complete(document);
        CommonErrors.complete(document);
        Links.complete(document);
    }
}
