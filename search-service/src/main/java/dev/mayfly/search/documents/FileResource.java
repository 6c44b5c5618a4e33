package dev.mayfly.search.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.bindings.search.Search.LineResult;
import dev.mayfly.retrieval.chunking.Chunking.Structure;
import dev.mayfly.retrieval.chunking.PlainText;
import dev.mayfly.search.Calls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;

/** Puts a document from a file: its text goes into the fields {@code title} and {@code text}. The file is not kept. */
@Path("/v1/accounts/{account}/search/{index}/documents/{id}/file")
public class FileResource {
    private final Admission admission;
    private final Search search;
    private final Calls calls;

    FileResource(Admission admission, Search search, Calls calls) {
        this.admission = admission;
        this.search = search;
        this.calls = calls;
    }

    private record Told(String title, String text) {}

    /**
     * @param title instead of what the file calls itself
     * @param acl who may see it; nobody named: everybody
     */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<LineResult> put(
            @PathParam("account") String account,
            @PathParam("index") String index,
            @PathParam("id") String id,
            @HeaderParam("Content-Type") Optional<String> type,
            @QueryParam("title") Optional<String> title,
            @QueryParam("acl") List<String> acl,
            @QueryParam("refresh") Optional<Boolean> refresh,
            byte[] file) {
        Context here = Vertx.currentContext();
        return admission
                .admit(Action.SEARCH_WRITE, account)
                .chain(caller -> calls.run(() -> told(type.orElse(""), file)))
                .emitOn(task -> here.runOnContext(ignored -> task.run()))
                .chain(told -> search.putDocument(
                        account, index, id, content(title.orElse(told.title), told.text, acl), refresh));
    }

    private static DocumentContent content(String title, String text, List<String> acl) {
        Map<String, JsonNode> fields = title.isEmpty()
                ? Map.of("text", TextNode.valueOf(text))
                : Map.of("title", TextNode.valueOf(title), "text", TextNode.valueOf(text));
        return new DocumentContent(fields, acl.isEmpty() ? Optional.empty() : Optional.of(acl), Optional.empty());
    }

    private static Told told(String type, byte[] file) {
        String kind = type.split(";")[0].strip().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "application/pdf" -> new Told("", pdf(file));
            case "text/html" -> html(new String(file, StandardCharsets.UTF_8));
            case "text/plain", "text/markdown" -> new Told("", new String(file, StandardCharsets.UTF_8));
            default ->
                throw new Problem.Invalid(
                        Parsed.CODE,
                        "a file is application/pdf, text/html, text/markdown or text/plain in UTF-8; its Content-Type says '%s'"
                                .formatted(kind.length() > 80 ? kind.substring(0, 80) + "…" : kind));
        };
    }

    private static Told html(String html) {
        return new Told(Jsoup.parse(html).title(), PlainText.of(html, Structure.html));
    }

    private static String pdf(byte[] file) {
        try {
            return PdfText.of(file);
        } catch (IOException e) {
            throw new Problem.Invalid(Parsed.CODE, "the PDF cannot be read: " + e.getMessage());
        }
    }
}
