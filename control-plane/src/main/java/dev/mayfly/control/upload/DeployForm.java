package dev.mayfly.control.upload;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.bundles.BundleCheck;
import dev.mayfly.control.functions.MetadataCheck;
import dev.mayfly.control.functions.MetadataRules;
import dev.mayfly.control.tokens.LeakCheck;
import dev.mayfly.control.tokens.TokenPlace;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@link Functions#deploy} and {@link Functions#upload} as a form: a part {@code metadata}, and one part for each module. The caller is known before the body is
 * read; few bodies are read at a time, since each is held in memory, and the others wait for their turn unread.
 */
@Path("/v1/accounts/{account}/functions")
public class DeployForm {
    private static final String METADATA = MetadataCheck.FILE;

    private final Admission admission;
    private final Functions functions;
    private final MetadataText metadataText;
    private final MetadataRules rules;
    private final LeakCheck leaks;
    private final Uploads uploads;

    DeployForm(
            Admission admission,
            Functions functions,
            MetadataText metadataText,
            MetadataRules rules,
            LeakCheck leaks,
            Uploads uploads) {
        this.admission = admission;
        this.functions = functions;
        this.metadataText = metadataText;
        this.rules = rules;
        this.leaks = leaks;
        this.uploads = uploads;
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RunOnVirtualThread
    public Version deploy(
            @PathParam("account") String account,
            @PathParam("name") String name,
            @QueryParam("activate") @DefaultValue("true") String activate,
            @HeaderParam("Content-Type") String contentType,
            InputStream body) {
        admission.admit(Action.FUNCTIONS_DEPLOY, account, name).await().indefinitely();
        if (!activate.equals("true") && !activate.equals("false"))
            throw new Problem.Invalid("invalid-parameter", "activate must be true or false");
        uploads.beginInTurn();
        try {
            List<MultipartForm.Part> parts = MultipartForm.read(contentType, read(body), BundleCheck.MODULES_MAX + 1);
            byte[] metadata = metadata(parts);
            MetadataText.Read read = metadataText.read(metadata);
            try {
                rules.check(read.places()).check(read.metadata());
                leaks.refuseLive(account, name, TokenPlace.in(METADATA, new String(metadata, StandardCharsets.UTF_8)))
                        .await()
                        .indefinitely();
                NewVersion version = version(read, parts);
                return (activate.equals("true")
                                ? functions.deploy(account, name, version)
                                : functions.upload(account, name, version))
                        .await()
                        .indefinitely();
            } catch (Problem.BadBundle bad) {
                throw read.places().locate(bad);
            }
        } finally {
            uploads.end();
        }
    }

    private static NewVersion version(MetadataText.Read read, List<MultipartForm.Part> parts) {
        List<Bundle.Module> modules = parts.stream()
                .filter(part -> !part.name().equals(METADATA))
                .map(ModulePart::module)
                .toList();
        return new NewVersion(read.metadata(), modules);
    }

    private static byte[] metadata(List<MultipartForm.Part> parts) {
        List<MultipartForm.Part> found =
                parts.stream().filter(part -> part.name().equals(METADATA)).toList();
        if (found.size() != 1)
            throw new Problem.Invalid("invalid-form", "the form needs one part 'metadata', it has " + found.size());
        return found.getFirst().content();
    }

    private static byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(Uploads.BODY_MAX + 1);
            if (bytes.length > Uploads.BODY_MAX)
                throw new Problem.BadBundle(
                        "bundle-too-large",
                        "the form has more than %d bytes; all modules together may have %d"
                                .formatted(Uploads.BODY_MAX, Bundle.MAX_BYTES),
                        "",
                        0,
                        0);
            return bytes;
        } catch (IOException e) {
            throw new Problem.Invalid("invalid-form", "the body ended too early");
        }
    }
}
