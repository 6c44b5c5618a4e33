package dev.mayfly.control;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What the scan of the contracts cannot know: the token that calls need, the one form of all errors, and the form of a deployment. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";
    /** Where strangers begin: no token is asked for. */
    private static final String OPEN = "/v1/temporary";

    private static final String DEPLOY = "/v1/accounts/{account}/functions/{name}";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.setInfo(OASFactory.createInfo().title("Mayfly").version("v1"));
        if (api.getComponents() == null) api.setComponents(OASFactory.createComponents());
        api.getComponents()
                .addSchema(PROBLEM, problem())
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer"));
        api.getComponents()
                .addSchema("Right", text("An action, in the account or @<function>, such as functions:deploy@hello"))
                .removeSchema("Action");
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        if (api.getPaths() == null) return;
        api.getPaths().getPathItems().forEach(ApiDescription::describe);
    }

    private static void describe(String path, PathItem item) {
        item.getOperations().values().forEach(ApiDescription::addProblem);
        if (path.startsWith(OPEN)) item.getOperations().values().forEach(operation -> operation.setSecurity(List.of()));
        Operation put = item.getPUT();
        if (path.equals(DEPLOY) && put != null)
            put.setRequestBody(OASFactory.createRequestBody()
                    .required(true)
                    .content(OASFactory.createContent()
                            .addMediaType(
                                    "multipart/form-data",
                                    OASFactory.createMediaType().schema(form()))));
    }

    private static void addProblem(Operation operation) {
        if (operation.getResponses() == null) operation.setResponses(OASFactory.createAPIResponses());
        operation
                .getResponses()
                .setDefaultValue(OASFactory.createAPIResponse()
                        .description("What was wrong, and what would be right (RFC 9457)")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/problem+json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref(PROBLEM)))));
    }

    private static Schema problem() {
        Schema place = OASFactory.createSchema()
                .type(List.of(SchemaType.OBJECT))
                .properties(Map.of("file", text("Of the bundle, or 'metadata'"), "line", number(), "column", number()));
        return OASFactory.createSchema()
                .type(List.of(SchemaType.OBJECT))
                .required(List.of("type", "title", "status", "detail", "code"))
                .addProperty("type", text("urn:mayfly:problem:<code>"))
                .addProperty("title", text("The same for every problem of its kind"))
                .addProperty("status", number())
                .addProperty("detail", text("What was wrong and what would be right"))
                .addProperty("code", text("Stable"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .type(List.of(SchemaType.ARRAY))
                                .items(place));
    }

    private static Schema form() {
        return OASFactory.createSchema()
                .type(List.of(SchemaType.OBJECT))
                .required(List.of("metadata"))
                .addProperty("metadata", OASFactory.createSchema().ref("Metadata"))
                .additionalPropertiesSchema(text("A module, named as the part; its Content-Type decides its kind")
                        .format("binary"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING)).description(description);
    }

    private static Schema number() {
        return OASFactory.createSchema().type(List.of(SchemaType.INTEGER));
    }
}
