package dev.mayfly.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

/** Documents that are files. */
@QuarkusTest
class FileTest {
    private final Door door = new Door("files");

    private ValidatableResponse put(String token, String type, byte[] file, String query) {
        return given().header("Authorization", "Bearer " + token)
                .contentType(type)
                .body(file)
                .urlEncodingEnabled(false)
                .put(door.path("/documents/a%2Ffile/file?refresh=true" + query))
                .then();
    }

    private ValidatableResponse put(String type, byte[] file, String query) {
        return put(TestAuthenticator.token("files"), type, file, query);
    }

    private static byte[] pdf(String password, String... pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(50, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            if (!password.isEmpty())
                document.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void textOfAPdfIsFoundByTheReadersItIsFor() throws IOException {
        door.made(
                "{\"fields\":{\"title\":{\"type\":\"text\"},\"text\":{\"type\":\"text\"},\"meaning\":{\"type\":\"vector\",\"dimensions\":2}},\"chunking\":{\"structure\":\"pdf\"}}");
        put(
                        "application/pdf",
                        pdf("", "The first page is about rivers.", "The second about lakes."),
                        "&title=Waters&acl=ann")
                .statusCode(200)
                .body("status", is("created"));
        door.search("{'query':'lake','mode':'keyword','acl':['ann']}")
                .body("hits[0].id", is("a/file"))
                .body("hits[0].fields.title", is("Waters"))
                .body("hits[0].fields.text", containsString("about rivers.\fThe second"));
        door.search("{'query':'lake','mode':'keyword'}").body("hits", hasSize(0));
    }

    @Test
    void htmlTellsItsTitleAndItsText() {
        door.made(
                "{\"fields\":{\"title\":{\"type\":\"text\"},\"text\":{\"type\":\"text\"},\"meaning\":{\"type\":\"vector\",\"dimensions\":2}}}");
        put(
                        "text/html",
                        "<title>Waters</title><script>lake()</script><p>River</p>".getBytes(StandardCharsets.UTF_8),
                        "")
                .statusCode(200);
        door.search("{'query':'rivers','mode':'keyword'}")
                .body("hits[0].fields.title", is("Waters"))
                .body("hits[0].fields.text", not(containsString("lake")));
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        door.made(Door.WORDS);
        put("application/pdf", "no pdf".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(400)
                .body("code", is("invalid-document"));
        put("application/pdf", pdf("secret", "closed"), "").statusCode(400).body("detail", containsString("PDF"));
        put("image/png", new byte[] {1}, "").statusCode(400).body("detail", containsString("image/png"));
        put(TestAuthenticator.token("others"), "text/plain", "x".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(403);
        put(TestAuthenticator.with("search:read", "files"), "text/plain", "x".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(403);
    }
}
