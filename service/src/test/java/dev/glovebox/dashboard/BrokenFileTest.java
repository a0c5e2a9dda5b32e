package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.store.ArtifactFiles;
import dev.glovebox.ci.store.ArtifactFilesOf;
import dev.glovebox.ci.store.BrokenZip;
import dev.glovebox.support.MemoryBlobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Files that turn out to be damaged while they are sent: nothing half looks whole. */
class BrokenFileTest {

  private static final int LARGE = 1 << 20;
  private static final int METHOD = 10; // of the entry in the central directory

  private final MemoryBlobs blobs = new MemoryBlobs();
  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void aFileIsSentWithItsLength() throws Exception {
    ArtifactPage.send("a.txt", file(zip(LARGE)), response);
    assertThat(response.getContentLength()).isEqualTo(LARGE);
    assertThat(response.getContentAsByteArray()).isEqualTo(contents(LARGE));
    assertThat(response.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"a.txt\"");
  }

  @Test
  void damageAfterMuchWasSentBreaksTheConnectionOff() throws Exception {
    byte[] zip = zip(LARGE);
    zip[LARGE / 2] ^= 0x55;
    ArtifactFiles.ZipFile file = file(zip);
    assertThatThrownBy(() -> ArtifactPage.send("a.txt", file, response))
        .isInstanceOf(BrokenZip.class);
    assertThat(response.isCommitted()).isTrue();
    assertThat(response.getContentLength()).isEqualTo(LARGE);
  }

  @Test
  void ofDamageBeforeAnythingWasSentNothingRemains() throws Exception {
    byte[] zip = zip(100);
    zip[80] ^= 0x55;
    ArtifactFiles.ZipFile file = file(zip);
    assertThatThrownBy(() -> ArtifactPage.send("a.txt", file, response))
        .isInstanceOf(NotThere.class);
    assertThat(response.getContentAsByteArray()).isEmpty();
    assertThat(response.getHeaderNames()).isEmpty();
  }

  @Test
  void whatCanNotBeUnpackedIsNotThere() throws Exception {
    byte[] zip = zip(100);
    zip[directory(zip) + METHOD] = 99;
    ArtifactFiles.ZipFile file = file(zip);
    assertThatThrownBy(() -> ArtifactPage.send("a.txt", file, response))
        .isInstanceOf(NotThere.class);
  }

  @Test
  void onlyABrowserThatWentAwayIsNoFailure() throws Exception {
    var advice = new FrameAdvice(pages());
    response.setCommitted(true);
    var damaged = new IOException("damaged");
    assertThatThrownBy(() -> advice.other(damaged, request, response)).isSameAs(damaged);
    advice.other(new ClientAbortException("gone"), request, response);
    assertThat(response.getStatus()).isEqualTo(200);
  }

  @Test
  void thePageOfAFailureHasNothingOfWhatFailed() throws Exception {
    response.getOutputStream().write("<script>hostile".getBytes(StandardCharsets.UTF_8));
    pages().write(request, response, 404);
    assertThat(response.getContentAsString()).isEqualTo("dashboard/error");
    assertThat(response.getStatus()).isEqualTo(404);
  }

  /** Their page is the name of its template. */
  private static ErrorPages pages() {
    var engine = new SpringTemplateEngine();
    engine.setTemplateResolver(new StringTemplateResolver());
    return new ErrorPages(engine);
  }

  private ArtifactFiles.ZipFile file(byte[] zip) throws Exception {
    return ArtifactFilesOf.file(blobs, blobs.bytes(zip), "a.txt");
  }

  /** What can't be made smaller. */
  private static byte[] contents(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] zip(int size) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(contents(size));
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  /** Where the central directory begins. */
  private static int directory(byte[] zip) {
    for (int i = zip.length - 4; i >= 0; i--) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        return i;
      }
    }
    throw new IllegalArgumentException("no archive");
  }
}
