package dev.glovebox.judge0;

import com.sun.management.OperatingSystemMXBean;
import dev.glovebox.account.Caller;
import dev.glovebox.language.Language;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What clients of Judge0 learn about the service itself. */
@RestController
@RunsIn(Role.API)
@RequestMapping(Judge0Door.PATH)
class InformationController {

  private static final String LICENSE =
      "Glovebox answers here. See the file LICENSE of its distribution.\n";

  private static final ClassPathResource DOCS = new ClassPathResource("judge0/docs.html");
  private static final ClassPathResource CLIENT = new ClassPathResource("judge0/dummy-client.html");
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final KnownLanguages languages;
  private final ConfigInfo configInfo;
  private final Figures figures;
  private final RequestReader requests;
  private final Answers answers;
  private final Judge0Properties properties;

  InformationController(
      KnownLanguages languages,
      ConfigInfo configInfo,
      Figures figures,
      RequestReader requests,
      Answers answers,
      Judge0Properties properties) {
    this.languages = languages;
    this.configInfo = configInfo;
    this.figures = figures;
    this.requests = requests;
    this.answers = answers;
    this.properties = properties;
  }

  /** What nothing else answers is nothing; also a method that a path does not have. */
  @RequestMapping("/**")
  void nothing() {
    throw new NotFound();
  }

  @GetMapping
  void home(HttpServletResponse response) throws IOException {
    if (properties.docsAsHomepage()) {
      page(DOCS, response);
    } else {
      Judge0Door.bare(response, HttpServletResponse.SC_OK);
    }
  }

  @GetMapping({"/docs", "/docs.html"})
  void docs(HttpServletResponse response) throws IOException {
    page(DOCS, response);
  }

  /** A page to try submissions with. */
  @GetMapping("/dummy-client.html")
  void dummyClient(HttpServletResponse response) throws IOException {
    page(CLIENT, response);
  }

  private static void page(ClassPathResource page, HttpServletResponse response)
      throws IOException {
    byte[] bytes = page.getContentAsByteArray();
    response.setContentType("text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", PAGE_POLICY);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** That the request came so far is the answer. */
  @PostMapping({"/authenticate", "/authorize"})
  void allowed(HttpServletResponse response) {
    Judge0Door.bare(response, HttpServletResponse.SC_OK);
  }

  @GetMapping("/languages")
  ResponseEntity<byte[]> languages(HttpServletRequest http) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (KnownLanguage language : languages.active(requests.flavour(http))) {
      list.add(named(language));
    }
    return answers.read(http, list);
  }

  @GetMapping("/languages/all")
  ResponseEntity<byte[]> allLanguages(HttpServletRequest http) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (KnownLanguage language : languages.all(requests.flavour(http))) {
      Map<String, Object> one = named(language);
      one.put("is_archived", languages.archived(language));
      list.add(one);
    }
    return answers.read(http, list);
  }

  @GetMapping("/languages/{id}")
  ResponseEntity<byte[]> language(@PathVariable String id, HttpServletRequest http) {
    KnownLanguage language =
        languages.find(requests.flavour(http), Numbers.leading(id)).orElseThrow(NotFound::new);
    Map<String, @Nullable Object> one = new LinkedHashMap<>(named(language));
    one.put("is_archived", languages.archived(language));
    one.put("source_file", language.file().orElse(null));
    Optional<Language> ours = languages.ours(language).filter(_ -> !language.multiFile());
    one.put(
        "compile_cmd",
        ours.flatMap(Language::compile)
            .map(compile -> String.join(" ", compile.command().command()))
            .orElse(null));
    one.put("run_cmd", ours.map(known -> String.join(" ", known.run().command())).orElse(null));
    return answers.read(http, one);
  }

  private static Map<String, Object> named(KnownLanguage language) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", language.id());
    one.put("name", language.name());
    return one;
  }

  @GetMapping("/statuses")
  ResponseEntity<byte[]> statuses(HttpServletRequest http) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Status status : Status.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", status.id());
      one.put("description", status.description());
      list.add(one);
    }
    return answers.read(http, list);
  }

  @GetMapping("/about")
  ResponseEntity<byte[]> about(HttpServletRequest http) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("version", versionOf(http));
    about.put("homepage", "");
    about.put("source_code", "");
    about.put("maintainer", "Glovebox");
    return answers.read(http, about);
  }

  @GetMapping("/version")
  ResponseEntity<byte[]> version(HttpServletRequest http) {
    return answers.text(versionOf(http));
  }

  private String versionOf(HttpServletRequest http) {
    return properties.version() + requests.flavour(http).suffix();
  }

  @GetMapping("/license")
  ResponseEntity<byte[]> license() {
    return answers.text(LICENSE);
  }

  @GetMapping("/isolate")
  ResponseEntity<byte[]> isolate() {
    return answers.text("Glovebox runs programs in containers of its own, not in isolate.\n");
  }

  @GetMapping("/config_info")
  ResponseEntity<byte[]> configInfo(HttpServletRequest http) {
    return answers.read(http, configInfo.read());
  }

  @GetMapping("/system_info")
  ResponseEntity<byte[]> systemInfo(HttpServletRequest http) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("Architecture", System.getProperty("os.arch", ""));
    info.put("CPU(s)", Integer.toString(Runtime.getRuntime().availableProcessors()));
    info.put("Mem", memory());
    info.put("Swap", swap());
    return answers.read(http, info);
  }

  private static String memory() {
    return host().map(host -> (host.getTotalMemorySize() >> 20) + "Mi").orElse("");
  }

  private static String swap() {
    return host()
        .map(OperatingSystemMXBean::getTotalSwapSpaceSize)
        .map(bytes -> bytes == 0 ? "0B" : (bytes >> 20) + "Mi")
        .orElse("");
  }

  private static Optional<OperatingSystemMXBean> host() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean host
        ? Optional.of(host)
        : Optional.empty();
  }

  @GetMapping("/statistics")
  ResponseEntity<byte[]> statistics(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    return answers.read(
        http, figures.statistics(caller.tenant(), requests.query(http).flag("invalidate_cache")));
  }

  @GetMapping("/workers")
  ResponseEntity<byte[]> workers(HttpServletRequest http) {
    return answers.read(http, figures.workers(versionOf(http)));
  }
}
