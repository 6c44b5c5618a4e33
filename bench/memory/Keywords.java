import dev.mayfly.retrieval.schema.Analysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/** What there is to beat: Lucene's BM25 over turns, each with its speaker's name. */
final class Keywords implements Memory {
    private static final int WANTED = 50;

    private final Analyzer english = Analysis.english.analyzer();
    private final List<Candidate> turns = new ArrayList<>();
    private IndexSearcher searcher;

    @Override
    public void ingest(Locomo.Conversation conversation) throws IOException {
        turns.clear();
        var directory = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(directory, new IndexWriterConfig(english))) {
            for (Locomo.Session session : conversation.sessions())
                for (Locomo.Turn turn : session.turns()) {
                    String text = turn.speaker() + ": " + turn.text();
                    turns.add(new Candidate(text, List.of(new Source(turn.id(), session.id()))));
                    Document document = new Document();
                    document.add(new TextField("text", text, Field.Store.NO));
                    writer.addDocument(document);
                }
        }
        searcher = new IndexSearcher(DirectoryReader.open(directory));
    }

    @Override
    public List<Candidate> recall(String question) throws IOException {
        var any = new BooleanQuery.Builder();
        try (var tokens = english.tokenStream("text", question)) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) any.add(new TermQuery(new Term("text", term.toString())), Occur.SHOULD);
            tokens.end();
        }
        List<Candidate> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(any.build(), WANTED).scoreDocs) found.add(turns.get(hit.doc));
        return found;
    }
}
