import java.util.List;

/** Something that remembers a conversation. */
interface Memory {
    /** One message that a candidate cites. */
    record Source(String messageId, String sessionId) {}

    record Candidate(String content, List<Source> sources) {}

    /** Until all of it can be found. */
    void ingest(Locomo.Conversation conversation) throws Exception;

    /** With all defaults, best first. */
    List<Candidate> recall(String question) throws Exception;
}
