package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.deployment.Notes.Note;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;

/** A resource that is no contract and uses one. */
@Path("/odd")
public class Odd {
    private final Notes notes;

    public Odd(Notes notes) {
        this.notes = notes;
    }

    @GET
    @Path("{account}")
    public Uni<String> onTheEventLoop(@PathParam("account") String account) {
        return notes.note(account, "one").map(Odd::text);
    }

    @GET
    @Blocking
    @Path("blocking/{account}")
    public String onAWorker(@PathParam("account") String account) {
        return text(notes.note(account, "one").await().atMost(Duration.ofSeconds(20)));
    }

    @GET
    @RunOnVirtualThread
    @Path("virtual/{account}")
    public String onAVirtualThread(@PathParam("account") String account) {
        return text(notes.note(account, "one").await().atMost(Duration.ofSeconds(20)));
    }

    private static String text(Note note) {
        return note.caller() + " " + note.thread();
    }
}
