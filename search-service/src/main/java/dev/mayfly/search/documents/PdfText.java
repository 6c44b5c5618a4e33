package dev.mayfly.search.documents;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** What people read of a PDF. */
public final class PdfText {
    private static final int PAGES_MAX = 2_000;

    private PdfText() {}

    /** Page after page, with a form feed between. Fails with a sentence where it is none, is encrypted, or has too many pages. */
    public static String of(byte[] pdf) throws IOException {
        try {
            return read(pdf);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("it is broken: " + e, e); // whoever made it may have made it anyhow
        }
    }

    private static String read(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf, "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
            if (document.getNumberOfPages() > PAGES_MAX)
                throw new IOException(
                        "the PDF has %d pages, at most %d are read".formatted(document.getNumberOfPages(), PAGES_MAX));
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setPageEnd("\f");
            return stripper.getText(document).strip();
        }
    }
}
