package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.search.Search.BulkResult;
import dev.mayfly.bindings.search.Search.Deletion;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.bindings.search.Search.EvaluationRequest;
import dev.mayfly.bindings.search.Search.Hit;
import dev.mayfly.bindings.search.Search.IndexSettings;
import dev.mayfly.bindings.search.Search.LineResult;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.bindings.search.Search.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Search} keeps to. */
public abstract class SearchContract extends ContractSuite<Search> {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());
    private static final Optional<Boolean> REFRESH = Optional.of(true);

    private static final String FIELDS = """
            {'fields': {'title': {'type': 'text', 'weight': 2}, 'text': {'type': 'text'}, 'tag': {'type': 'keyword'},
             'year': {'type': 'number'}, 'open': {'type': 'boolean'}, 'day': {'type': 'date'},
             'meaning': {'type': 'vector', 'dimensions': 3}}}""";

    private final String index = "i" + UUID.randomUUID().toString().substring(0, 12);

    @Test
    void indexIsMadeToldChangedAndDeleted() {
        assertThat(put("{}").fields().keySet()).containsExactly("title", "text");
        assertThat(put(FIELDS).fields()).containsKeys("meaning", "open");
        assertThat(at(call(As.OWNER, search -> search.index(account(), index)).fields(), "title")
                        .weight())
                .contains(2);
        assertThat(call(As.OWNER, search -> search.indexes(account())).stream().map(Search.Index::name))
                .contains(index);
        call(As.OWNER, search -> search.deleteIndex(account(), index));
        refused(Problem.NotFound.class, As.OWNER, search -> search.index(account(), index));
        refused(Problem.NotFound.class, As.OWNER, search -> search.search(account(), index, Query.of("x")));
    }

    @Test
    void settingsThatAreNoneAreRefused() {
        for (String settings : List.of(
                "{'fields':{'a':{'type':'keyword','weight':2}}}",
                "{'fields':{'a':{'type':'text','weight':0}}}",
                "{'fields':{'a':{'type':'text','analyzer':'klingon'}}}",
                "{'fields':{'a':{'type':'vector'}}}",
                "{'fields':{'a b':{'type':'text'}}}",
                "{'fields':{'and':{'type':'text'}}}",
                "{'chunking':{'size':10}}",
                "{'chunking':{'structure':'docx'}}"))
            assertThat(refused(
                                    Problem.Invalid.class,
                                    As.OWNER,
                                    search -> search.putIndex(account(), index, read(settings, IndexSettings.class)))
                            .code())
                    .as(settings)
                    .isEqualTo("invalid-index");
        refused(
                Problem.Invalid.class,
                As.OWNER,
                search -> search.putIndex(account(), "Not-A-Name", read("{}", IndexSettings.class)));
    }

    @Test
    void linesAreKeptOrRefusedEachByItself() {
        put(FIELDS);
        BulkResult first = bulk(
                "{'id':'a','fields':{'text':'one'}}",
                "{'id':'b','fields':{'nothing':'one'}}",
                "no json",
                "{'id':'c','fields':{'year':'many'}}",
                "{'id':'','fields':{}}",
                "{'id':'d','fields':{},'more':1}",
                "{'id':'e','fields':{'meaning':[1,2]}}");
        assertThat(first.items().stream().map(LineResult::status))
                .containsExactly("created", "refused", "refused", "refused", "refused", "refused", "refused");
        assertThat(first.errors()).isEqualTo(6);
        for (String metadata : List.of(
                "{'" + "n".repeat(201) + "':1}",
                "{'':1}",
                "{'a\\u0000b':1}",
                "{'k':'" + "v".repeat(1001) + "'}",
                "{'k':['" + "v".repeat(1001) + "']}",
                "{'k':[" + "1,".repeat(1000) + "1]}"))
            assertThat(bulk("{'id':'g','fields':{},'metadata':" + metadata + "}")
                            .items()
                            .getFirst()
                            .error())
                    .as(metadata)
                    .isPresent();
        assertThat(first.items().get(1).error().orElseThrow().detail()).contains("there is no field nothing", "title");
        BulkResult again = bulk("{'id':'a','fields':{'text':'one'}}", "{'id':'f','fields':{}}");
        assertThat(again.items().stream().map(LineResult::status)).containsExactly("unchanged", "created");
        assertThat(bulk("{'id':'a','fields':{'text':'two'}}").items().getFirst().status())
                .isEqualTo("updated");
        assertThat(call(As.OWNER, search -> search.index(account(), index)).documents())
                .isEqualTo(2);
    }

    @Test
    void documentIsPutReadAndDeletedByItself() {
        put(FIELDS);
        var content = read("{'fields':{'text':'alone'},'acl':['ann'],'metadata':{'n':1}}", DocumentContent.class);
        String id = "a/b ü";
        assertThat(call(As.OWNER, search -> search.putDocument(account(), index, id, content, REFRESH))
                        .status())
                .isEqualTo("created");
        Search.Document read = call(As.OWNER, search -> search.document(account(), index, id));
        assertThat(at(read.fields(), "text").asText()).isEqualTo("alone");
        assertThat(read.acl()).containsExactly("ann");
        assertThat(at(read.metadata(), "n").asInt()).isEqualTo(1);
        call(As.OWNER, search -> search.deleteDocument(account(), index, id, REFRESH));
        refused(Problem.NotFound.class, As.OWNER, search -> search.document(account(), index, id));
        refused(Problem.NotFound.class, As.OWNER, search -> search.deleteDocument(account(), index, id, REFRESH));
        assertThat(ids("{'query':'alone','acl':['ann']}")).isEmpty();
    }

    @Test
    void whatWasPutIsFoundByItsWordsAndItsMeaning() {
        put(FIELDS);
        bulk(
                "{'id':'words','fields':{'text':'the mayflies dance','meaning':[0,0,1]}}",
                "{'id':'meaning','fields':{'text':'something else','meaning':[1,0.1,0]}}",
                "{'id':'neither','fields':{'text':'nothing','meaning':[0,-1,0]}}");
        assertThat(ids("{'query':'mayfly','mode':'keyword'}")).containsExactly("words");
        assertThat(ids("{'mode':'vector','vector':[2,0,0]}").getFirst()).isEqualTo("meaning");
        Hit shown = search("{'mode':'vector','vector':[2,0,0]}").hits().getFirst();
        assertThat(shown.fields().keySet()).containsExactly("text");
        assertThat(at(
                        call(As.OWNER, search -> search.document(account(), index, "meaning"))
                                .fields(),
                        "meaning"))
                .hasSize(3);
        assertThat(ids("{'query':'mayfly','vector':[2,0,0],'limit':2}")).containsExactlyInAnyOrder("words", "meaning");
        assertThat(ids("{'query':'mayfly','vector':[2,0,0],'fusion':{'weights':{'keyword':1,'vector':0}}}")
                        .getFirst())
                .isEqualTo("words");
        assertThat(ids("{'query':'mayfly','vector':[2,0,0],'fusion':{'method':'rrf','weights':{'vector':9},'k':10}}")
                        .getFirst())
                .isEqualTo("meaning");
    }

    @Test
    void filterFacetsHighlightsBoostsAndReasonsAreTold() {
        put(FIELDS);
        bulk(
                "{'id':'a','fields':{'text':'a <b>river</b> of time','tag':['x','y'],'year':2020,'open':true},'metadata':{'k':'v'}}",
                "{'id':'b','fields':{'text':'river','tag':'x','year':2026}}",
                "{'id':'c','fields':{'text':'lake','tag':'x'}}");
        Result result = search(
                "{'query':'rivers','mode':'keyword','filter':{'year':{'lt':2026}},'facets':['tag','metadata.k'],'highlight':true,'explain':true}");
        Hit hit = result.hits().getFirst();
        assertThat(result.hits()).hasSize(1);
        assertThat(at(hit.highlights().orElseThrow(), "text").getFirst())
                .contains("<em>river</em>")
                .doesNotContain("<b>");
        assertThat(at(hit.metadata(), "k").asText()).isEqualTo("v");
        assertThat(hit.text()).contains("of time");
        assertThat(hit.explain().orElseThrow().value()).isEqualTo(hit.score());
        assertThat(result.facets().get("tag")).isEqualTo(Map.of("x", 1L, "y", 1L));
        assertThat(result.facets().get("metadata.k")).isEqualTo(Map.of("v", 1L));
        for (String boost : List.of(
                "{'field':'year','range':{'lte':2020},'weight':5}",
                "{'field':'open','exists':true,'weight':5}",
                "{'field':'tag','value':'y','weight':5}",
                "{'field':'year','decay':{'origin':2020,'scale':1},'weight':5}"))
            assertThat(ids("{'query':'river','mode':'keyword','boosts':[" + boost + "]}"))
                    .as(boost)
                    .containsExactly("a", "b");
        assertThat(ids("{'query':'river','mode':'keyword'}")).containsExactly("b", "a");
        assertThat(ids("{'query':'river','mode':'keyword','matchThreshold':1000}"))
                .isEmpty();
    }

    @Test
    void pagesFollowEachOtherAndEnd() {
        put(FIELDS);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 25; i++) lines.add("{'id':'d" + i + "','fields':{'text':'page'}}");
        bulk(lines.toArray(String[]::new));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            String at = cursor.isEmpty() ? "" : ",'cursor':'" + cursor + "'";
            Result page = search("{'query':'page','mode':'keyword','limit':10" + at + "}");
            page.hits().forEach(hit -> seen.add(hit.id()));
            cursor = page.cursor().orElse("");
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        String first =
                search("{'query':'page','mode':'keyword','limit':10}").cursor().orElseThrow();
        refusedQuery("{'query':'another','mode':'keyword','limit':10,'cursor':'" + first + "'}", "another query");
        refusedQuery("{'query':'page','mode':'keyword','cursor':'???'}", "none of ours");
    }

    @Test
    void readersSeeWhatTheyMay() {
        put(FIELDS);
        bulk(
                "{'id':'all','fields':{'text':'secret','tag':'t'}}",
                "{'id':'ann','fields':{'text':'secret','tag':'t'},'acl':['ann','bob']}",
                "{'id':'eve','fields':{'text':'secret','tag':'eve'},'acl':['eve']}");
        assertThat(ids("{'query':'secret','mode':'keyword'}")).containsExactly("all");
        assertThat(ids("{'query':'secret','mode':'keyword','acl':['bob','x']}"))
                .containsExactlyInAnyOrder("all", "ann");
        assertThat(search("{'query':'secret','mode':'keyword','facets':['tag'],'acl':['ann']}")
                        .facets()
                        .get("tag"))
                .isEqualTo(Map.of("t", 2L));
    }

    @Test
    void severalIndexesAreOneOrder() {
        put(FIELDS);
        String other = index + "-b";
        call(As.OWNER, search -> search.putIndex(account(), other, read(FIELDS, IndexSettings.class)));
        bulk(
                "{'id':'same','fields':{'text':'river river','tag':'t','meaning':[1,0,0]}}",
                "{'id':'far','fields':{'text':'lake','tag':'t','meaning':[0,1,0]}}");
        String lines = """
                {'id':'same','fields':{'text':'river of another index','tag':'t','meaning':[0.9,0.1,0]}}
                {'id':'hidden','fields':{'text':'river','tag':'t','meaning':[1,0,0]},'acl':['ann']}""".replace('\'', '"');
        call(As.OWNER, search -> search.bulk(account(), other, lines, REFRESH));
        String both = index + "," + other;
        Query query = read("{'query':'river','vector':[1,0,0],'facets':['tag'],'limit':2,'explain':true}", Query.class);
        Result first = call(As.OWNER, search -> search.search(account(), both, query));
        assertThat(first.hits().stream().map(hit -> hit.index() + "/" + hit.id()))
                .containsExactly(index + "/same", other + "/same");
        assertThat(first.facets().get("tag")).isEqualTo(Map.of("t", 3L));
        Query next = read(
                "{'query':'river','vector':[1,0,0],'facets':['tag'],'limit':2,'explain':true,'cursor':'"
                        + first.cursor().orElseThrow() + "'}",
                Query.class);
        Result second = call(As.OWNER, search -> search.search(account(), both, next));
        assertThat(second.hits().stream().map(Hit::id)).containsExactly("far");
        assertThat(second.cursor()).isEmpty();
        for (String names :
                List.of(index + "," + index, index + ",", String.join(",", java.util.Collections.nCopies(17, "a"))))
            assertThat(refused(Problem.class, As.OWNER, search -> search.search(account(), names, Query.of("x")))
                            .status())
                    .as(names)
                    .isIn(400, 404);
    }

    @Test
    void filterDeletes() {
        put(FIELDS);
        bulk(
                "{'id':'a','fields':{'year':1}}",
                "{'id':'b','fields':{'year':2},'acl':['x']}",
                "{'id':'c','fields':{'year':3}}");
        Deletion deletion = read("{'filter':{'year':{'lte':2}},'refresh':true}", Deletion.class);
        assertThat(call(As.OWNER, search -> search.deleteDocuments(account(), index, deletion))
                        .deleted())
                .isEqualTo(2);
        assertThat(call(As.OWNER, search -> search.index(account(), index)).documents())
                .isEqualTo(1);
        assertThat(call(As.OWNER, search -> search.stats(account(), index)).passages())
                .isEqualTo(1);
    }

    @Test
    void queryThatIsNoneSaysWhy() {
        put(FIELDS);
        refusedQuery("{'mode':'keyword'}", "query is missing");
        refusedQuery("{'query':'x','mode':'hybrid'}", "needs a vector");
        refusedQuery("{'query':'x','mode':'magic'}", "keyword");
        refusedQuery("{'query':'x','vector':[1,2]}", "3 numbers");
        refusedQuery("{'query':'x','mode':'keyword','limit':1001}", "between 1 and 1000");
        refusedQuery("{'query':'x','mode':'keyword','filter':{'none':1}}", "no field none");
        refusedQuery("{'query':'x','mode':'keyword','facets':['text']}", "facets are counted");
        refusedQuery("{'query':'x','mode':'keyword','fusion':{'weights':{'smell':1}}}", "no leg smell");
        refusedQuery("{'query':'x','mode':'keyword','boosts':[{'field':'year','weight':1}]}", "one of value");
        refusedQuery(
                "{'query':'x','mode':'keyword','boosts':[{'field':'meaning','exists':true,'weight':1}]}", "a vector");
        refusedQuery("{'query':'x','mode':'keyword','filter':{'tag':{'prefix':1}}}", "a prefix is a text");
        refusedQuery("{'query':'x','mode':'keyword','filter':{'tag':{'exists':'yes'}}}", "true or false");
        refusedQuery("{'query':'x','mode':'keyword','partial':'maybe'}", "allow");
        refusedQuery("{'query':'x','mode':'keyword','rerank':{'method':'late-interaction'}}", "rerank is not offered");
        refusedQuery("{'query':'x','mode':'keyword','contextExpansion':4}", "contextExpansion");
    }

    @Test
    void rankingsAreHeldAgainstJudgments() {
        put(FIELDS);
        bulk(
                "{'id':'a','fields':{'title':'apple','text':'fruit'}}",
                "{'id':'b','fields':{'text':'apple apple apple'}}");
        var request = read(
                "{'queries':{'q':'apple','unjudged':'pear'},'judgments':{'q':{'b':1}},'settings':{'plain':{'mode':'keyword'},'strange':{'mode':'keyword','filter':{'year':1}}}}",
                EvaluationRequest.class);
        Search.Evaluation evaluation = call(As.OWNER, search -> search.eval(account(), index, request));
        assertThat(evaluation.queries()).isEqualTo(1);
        assertThat(at(evaluation.settings(), "plain").recall100()).isEqualTo(1);
        assertThat(at(evaluation.settings(), "strange").ndcg10()).isZero();
        assertThat(evaluation.compared().getFirst().perQuery().get("q")).isNegative();
    }

    @Test
    void othersAreRefused() {
        put(FIELDS);
        var content = read("{'fields':{}}", DocumentContent.class);
        var deletion = read("{'filter':{'year':1}}", Deletion.class);
        var evaluation = read("{'queries':{},'judgments':{}}", EvaluationRequest.class);
        List<java.util.function.Function<Search, io.smallrye.mutiny.Uni<?>>> calls = List.of(
                search -> search.indexes(account()),
                search -> search.putIndex(account(), index, read("{}", IndexSettings.class)),
                search -> search.index(account(), index),
                search -> search.deleteIndex(account(), index),
                search -> search.stats(account(), index),
                search -> search.bulk(account(), index, "", Optional.empty()),
                search -> search.putDocument(account(), index, "a", content, Optional.empty()),
                search -> search.document(account(), index, "a"),
                search -> search.deleteDocument(account(), index, "a", Optional.empty()),
                search -> search.deleteDocuments(account(), index, deletion),
                search -> search.search(account(), index, Query.of("x")),
                search -> search.eval(account(), index, evaluation));
        for (var call : calls) {
            refusedToOthers(call);
            refusedToReaders(call);
        }
        call(As.OWNER, search -> search.index(account(), index));
    }

    private void refusedQuery(String query, String why) {
        Problem problem = refused(
                Problem.Invalid.class, As.OWNER, search -> search.search(account(), index, read(query, Query.class)));
        assertThat(problem.code()).isEqualTo("invalid-query");
        assertThat(problem.detail()).as(query).contains(why);
    }

    private Search.Index put(String settings) {
        return call(As.OWNER, search -> search.putIndex(account(), index, read(settings, IndexSettings.class)));
    }

    private BulkResult bulk(String... lines) {
        String text = String.join("\n", lines).replace('\'', '"');
        return call(As.OWNER, search -> search.bulk(account(), index, text, REFRESH));
    }

    private Result search(String query) {
        return call(As.OWNER, search -> search.search(account(), index, read(query, Query.class)));
    }

    private List<String> ids(String query) {
        return search(query).hits().stream().map(Hit::id).toList();
    }

    private static <T> T at(Map<String, T> map, String key) {
        return java.util.Objects.requireNonNull(map.get(key), key);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            JsonNode tree = JSON.readTree(json.replace('\'', '"'));
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
