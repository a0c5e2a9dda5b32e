package dev.glovebox.judge0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.SharedGlovebox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Submissions as clients of Judge0 know them, against the running service. */
class SubmissionsTest {

  private static final String PYTHON = "\"language_id\":71";
  private static final Judge0Client client = Judge0Client.of(SharedGlovebox.get());

  @AfterAll
  static void close() {
    client.close();
  }

  @Test
  void aTokenAtOnceAndTheResultWhenAsked() throws Exception {
    var created =
        client.post(
            "/submissions/",
            """
            {"source_code":"print(input())","language_id":"71","stdin":"あ\\n","expected_output":"あ"}
            """);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.names()).containsExactly("token");
    String token = created.json().path("token").asString();
    assertThat(java.util.UUID.fromString(token).version()).isEqualTo(4);

    JsonNode done = whenDone(token);

    assertThat(List.copyOf(done.propertyNames()))
        .containsExactly(
            "stdout", "time", "memory", "stderr", "token", "compile_output", "message", "status");
    assertThat(done.path("stdout").asString()).isEqualTo("あ\n");
    assertThat(done.path("time").isString()).isTrue();
    assertThat(done.path("time").asString()).matches("\\d+\\.\\d+");
    assertThat(done.path("memory").isIntegralNumber()).isTrue();
    assertThat(done.path("memory").asInt()).isBetween(1000, 128000);
    for (String empty : List.of("stderr", "compile_output", "message")) {
      assertThat(done.path(empty).isNull()).as(empty).isTrue();
    }
    assertThat(done.path("status").toString()).isEqualTo("{\"id\":3,\"description\":\"Accepted\"}");
  }

  @Test
  void allFieldsInWireOrder() throws Exception {
    JsonNode all =
        client.run(
            "wait=true&fields=*",
            """
            {"source_code":"import sys;print(sys.argv[1:])","language_id":71,"stdin":null,"number_of_runs":2,
             "command_line_arguments":"a 'b c' $d;|e","cpu_time_limit":2,"callback_url":null,"unknown":[1]}
            """);
    assertThat(List.copyOf(all.propertyNames()))
        .containsExactly(
            "source_code",
            "language_id",
            "stdin",
            "expected_output",
            "stdout",
            "status_id",
            "created_at",
            "finished_at",
            "time",
            "memory",
            "stderr",
            "token",
            "number_of_runs",
            "cpu_time_limit",
            "cpu_extra_time",
            "wall_time_limit",
            "memory_limit",
            "stack_limit",
            "max_processes_and_or_threads",
            "enable_per_process_and_thread_time_limit",
            "enable_per_process_and_thread_memory_limit",
            "max_file_size",
            "compile_output",
            "exit_code",
            "exit_signal",
            "message",
            "wall_time",
            "compiler_options",
            "command_line_arguments",
            "redirect_stderr_to_stdout",
            "callback_url",
            "additional_files",
            "enable_network",
            "post_execution_filesystem",
            "status",
            "language");
    assertThat(all.path("stdout").asString()).isEqualTo("['a', 'b c', 'de']\n");
    assertThat(all.path("stdin").isNull()).isTrue();
    assertThat(all.path("cpu_time_limit").asString()).isEqualTo("2.0");
    assertThat(all.path("cpu_extra_time").asString()).isEqualTo("1.0");
    assertThat(all.path("wall_time_limit").asString()).isEqualTo("10.0");
    assertThat(all.path("memory_limit").asInt()).isEqualTo(128000);
    assertThat(all.path("exit_code").asInt()).isZero();
    assertThat(all.path("exit_signal").isNull()).isTrue();
    assertThat(all.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(all.path("finished_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(all.path("language").toString())
        .isEqualTo("{\"id\":71,\"name\":\"Python (3.8.1)\"}");

    var read =
        client.get(
            "/submissions/%s?fields=language_id,source_code,status"
                .formatted(all.path("token").asString()));
    assertThat(read.names()).containsExactly("source_code", "language_id", "status");
    assertThat(read.json().path("source_code").asString()).startsWith("import sys");
  }

  @Test
  void base64HasLinesAndIsReadLeniently() throws Exception {
    JsonNode done =
        client.run(
            "base64_encoded=true&wait=true",
            """
            {"source_code":"cHJpbnQo\\n\\"aGVsbG8i*KQ==","language_id":71,"expected_output":"aGVsbG8K\\n"}
            """
                .replace("\\n\\\"", "\\n")
                .replace("aGVsbG8i*KQ==", "ImhlbGxvIi*k="));
    assertThat(done.path("stdout").asString()).isEqualTo("aGVsbG8K\n");
    assertThat(done.path("status").path("id").asInt()).isEqualTo(3);
  }

  @Test
  void charactersThatNoCommandLineHasAreLeftOut() throws Exception {
    JsonNode done =
        client.run(
            "wait=true&fields=stdout,command_line_arguments,callback_url",
            """
            {"source_code":"import sys;print(sys.argv[1:])","language_id":71,"callback_url":"\\u0000\\ud800",
             "command_line_arguments":"a\\u0000b \\ud800c","compiler_options":"\\u0000"}
            """);
    assertThat(done.path("stdout").asString()).isEqualTo("['ab', 'c']\n");
    assertThat(done.path("callback_url").isNull()).isTrue();
  }

  @Test
  void wrongAnswer() throws Exception {
    JsonNode done = run(PYTHON, "print('a  b')", "\"expected_output\":\"a b\"");
    assertThat(done.path("status").path("id").asInt()).isEqualTo(4);
    assertThat(
            run(PYTHON, "print('a b  \\n\\n')", "\"expected_output\":\"a b\"")
                .path("status")
                .path("id")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void exitCodesAndSignals() throws Exception {
    JsonNode exited = client.run("wait=true&fields=*", source(PYTHON, "print(1);exit(7)"));
    assertThat(exited.path("status_id").asInt()).isEqualTo(11);
    assertThat(exited.path("exit_code").asInt()).isEqualTo(7);
    assertThat(exited.path("exit_signal").isNull()).isTrue();
    assertThat(exited.path("message").asString()).isEqualTo("Exited with error status 7");
    assertThat(exited.path("stdout").asString()).isEqualTo("1\n");
    Map<Integer, Integer> statuses = Map.of(11, 7, 8, 9, 6, 10, 15, 12);
    for (var expected : statuses.entrySet()) {
      JsonNode ended =
          client.run(
              "wait=true&fields=*",
              source(PYTHON, "import os;os.kill(os.getpid()," + expected.getKey() + ")"));
      assertThat(ended.path("status_id").asInt())
          .as("signal %d: %s", expected.getKey(), ended)
          .isEqualTo(expected.getValue());
      assertThat(ended.path("exit_signal").asInt()).isEqualTo(expected.getKey());
      assertThat(ended.path("message").asString())
          .isEqualTo("Caught fatal signal " + expected.getKey());
    }
  }

  @Test
  void timeLimits() throws Exception {
    JsonNode cpu = run(PYTHON, "print(1, flush=True)\nwhile True: pass", "\"cpu_time_limit\":0.5");
    assertThat(cpu.path("status").path("id").asInt()).isEqualTo(5);
    assertThat(cpu.path("message").asString()).isEqualTo("Time limit exceeded");
    assertThat(cpu.path("stdout").asString()).isEqualTo("1\n");
    JsonNode wall = run(PYTHON, "import time;time.sleep(60)", "\"wall_time_limit\":1");
    assertThat(wall.path("status").path("id").asInt()).isEqualTo(5);
    assertThat(wall.path("message").asString()).isEqualTo("Time limit exceeded (wall clock)");
  }

  /** Without the extra time it would be ended little after its limit. */
  @Test
  void aProgramMayTakeALittleMoreThanItsTimeAndIsTooLateAllTheSame() throws Exception {
    String request =
        """
        {"source_code":"import time\\nwhile time.process_time() < 2: pass\\nprint('done')","language_id":71,
         "cpu_time_limit":0.5,"cpu_extra_time":%s,"wall_time_limit":20}
        """;
    String fields = "wait=true&fields=stdout,status_id,message,time,cpu_extra_time";
    JsonNode late = client.run(fields, request.formatted("5"));
    assertThat(late.path("stdout").asString()).isEqualTo("done\n");
    assertThat(late.path("status_id").asInt()).isEqualTo(5);
    assertThat(late.path("message").asString()).isEqualTo("Time limit exceeded");
    assertThat(new BigDecimal(late.path("time").asString()))
        .isBetween(new BigDecimal(2), new BigDecimal("5.5"));
    assertThat(late.path("cpu_extra_time").asString()).isEqualTo("5.0");
    JsonNode ended = client.run(fields, request.formatted("0.2"));
    assertThat(ended.path("stdout").isNull()).isTrue();
    assertThat(ended.path("status_id").asInt()).isEqualTo(5);
  }

  @Test
  void compilationErrorsHaveNothingElse() throws Exception {
    JsonNode failed = client.run("wait=true&fields=*", source("\"language_id\":50", "int main({"));
    assertThat(failed.path("status_id").asInt()).isEqualTo(6);
    assertThat(failed.path("compile_output").asString()).contains("main.c").contains("error");
    for (String field :
        List.of(
            "stdout",
            "stderr",
            "time",
            "wall_time",
            "memory",
            "exit_code",
            "exit_signal",
            "message")) {
      assertThat(failed.path(field).isNull()).as(field).isTrue();
    }
  }

  @Test
  void warningsAreKeptAndOptionsReachTheCompiler() throws Exception {
    JsonNode done =
        client.run(
            """
            {"source_code":"#include <stdio.h>\\nint main(){int u; printf(\\"%d\\", X);}","language_id":50,
             "compiler_options":"-Wall -DX=42"}
            """);
    assertThat(done.path("stdout").asString()).isEqualTo("42");
    assertThat(done.path("compile_output").asString()).contains("unused");
  }

  @Test
  void outputThatIsNoTextNeedsBase64() throws Exception {
    String program = "import sys;sys.stdout.buffer.write(b'\\xff')";
    var created = client.post("/submissions?wait=true", source(PYTHON, program));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.names()).containsExactly("error", "token");
    String token = created.json().path("token").asString();
    var read = client.get("/submissions/" + token);
    assertThat(read.status()).isEqualTo(400);
    assertThat(read.json().toString())
        .isEqualTo(
            "{\"error\":\"some attributes for this submission cannot be converted to UTF-8, use"
                + " base64_encoded=true query parameter\"}");
    assertThat(client.get("/submissions/batch?tokens=" + token).text())
        .contains("one or more submissions");
    assertThat(client.get("/submissions/" + token + "?fields=token").status()).isEqualTo(200);
    assertThat(
            client
                .get("/submissions/" + token + "?base64_encoded=true")
                .json()
                .path("stdout")
                .asString())
        .isEqualTo("/w==\n");
  }

  @Test
  void allOfALongOutputIsKept() throws Exception {
    JsonNode done = client.run(source(PYTHON, "print('x' * 900000)"));
    assertThat(done.path("stdout").asString()).hasSize(900001);
    JsonNode over = client.run(source(PYTHON, "print('x' * 2000000)"));
    assertThat(over.path("status").path("id").asInt()).isEqualTo(8);
  }

  @Test
  void standardErrorInPlaceOfItsOwnStream() throws Exception {
    JsonNode done =
        run(
            PYTHON,
            "import sys\nprint(1,flush=True)\nprint(2,file=sys.stderr,flush=True)\nprint(3)",
            "\"redirect_stderr_to_stdout\":true");
    assertThat(done.path("stdout").asString()).isEqualTo("1\n2\n3\n");
    assertThat(done.path("stderr").isNull()).isTrue();
  }

  @Test
  void aFormDoesToo() throws Exception {
    var answer =
        client.send(
            client
                .request(
                    "/submissions?wait=true&language_id=71",
                    "X-Auth-Token",
                    SharedGlovebox.get().apiKey())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("source_code=print%281%2B1%29&language_id=50"))
                .build());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("stdout").asString()).isEqualTo("2\n");
  }

  @Test
  void batches() throws Exception {
    var created =
        client.post(
            "/submissions/batch",
            """
            {"submissions":[{"source_code":"print(1)","language_id":71},{"language_id":71},
             {"source_code":"print(3)","language_id":71}]}
            """);
    assertThat(created.status()).isEqualTo(201);
    JsonNode items = created.json();
    assertThat(items.size()).isEqualTo(3);
    assertThat(items.get(1).toString()).isEqualTo("{\"source_code\":[\"can't be blank\"]}");
    String one = items.get(0).path("token").asString();
    String three = items.get(2).path("token").asString();
    whenDone(one);
    whenDone(three);
    var read =
        client.get(
            "/submissions/batch?fields=stdout,token&tokens=%s,00000000-0000-4000-8000-000000000000,%s,nonsense"
                .formatted(three, one));
    assertThat(read.status()).isEqualTo(200);
    JsonNode found = read.json().path("submissions");
    assertThat(found.get(0).path("stdout").asString()).isEqualTo("3\n");
    assertThat(found.get(1).isNull()).isTrue();
    assertThat(found.get(2).path("stdout").asString()).isEqualTo("1\n");
    assertThat(found.get(3).isNull()).isTrue();
    assertThat(client.get("/submissions/batch?fields=token", "tokens", one).json().toString())
        .isEqualTo("{\"submissions\":[{\"token\":\"%s\"}]}".formatted(one));

    assertThat(client.post("/submissions/batch", "{\"submissions\":[{}]}").status()).isEqualTo(422);
    for (String nothing : List.of("[]", "{}", "[{\"language_id\":1}]", "{\"submissions\":[]}")) {
      var refused = client.post("/submissions/batch", nothing);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text())
          .isEqualTo("{\"error\":\"there should be at least one submission in a batch\"}");
    }
    var tooMany =
        client.post("/submissions/batch", "{\"submissions\":[" + "{},".repeat(20) + "{}]}");
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.text())
        .isEqualTo(
            "{\"error\":\"number of submissions in a batch should be less than or equal to 20\"}");
  }

  @Test
  void anAnswerIsNotSentAgain() throws Exception {
    JsonNode done = client.run(source(PYTHON, "print(1)"));
    String path = "/submissions/" + done.path("token").asString();
    String tag = client.get(path).http().headers().firstValue("ETag").orElseThrow();
    var again = client.get(path, "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
  }

  @Test
  void filesBesideTheSource() throws Exception {
    String archive =
        zip(
            Map.of(
                "data/words.txt", "hello", "script.py", "print('not this one')", "../out", "no"));
    JsonNode done =
        client.run(
            "wait=true&fields=stdout,additional_files",
            """
            {"source_code":"import os\\nprint(open('data/words.txt').read(), os.path.exists('../out'))",
             "language_id":71,"additional_files":"%s"}
            """
                .formatted(archive));
    assertThat(done.path("stdout").asString()).isEqualTo("hello False\n");
    assertThat(done.path("additional_files").asString()).startsWith("UEs");
    JsonNode broken =
        client.run(
            """
            {"source_code":"print(1)","language_id":71,"additional_files":"bm90IGEgemlw"}
            """);
    assertThat(broken.path("stdout").asString()).isEqualTo("1\n");
  }

  @Test
  void whatAProgramLeavesComesBack() throws Exception {
    String program =
        """
        import os, time
        time.sleep(1)
        os.mkdir('d')
        open('d/x.bin', 'wb').write(b'\\0\\xff')
        open('data.txt', 'w').write('changed')
        open('é.txt', 'w').write('')
        open('..\\\\up', 'w').write('climbs elsewhere')
        os.makedirs('/'.join(['n' * 200] * 4))
        open('/'.join(['n' * 200] * 4) + '/f', 'w').write('deep')
        for odd in (b'\\xff', b'\\xfe'): open(odd, 'w').write('no text')
        os.symlink('/etc/passwd', 'link')
        os.mkfifo('pipe')
        os.kill(os.getpid(), 11)
        """;
    var created =
        client.post(
            "/submissions",
            "{\"source_code\":%s,\"language_id\":71,\"additional_files\":\"%s\"}"
                .formatted(
                    Judge0Client.quoted(program),
                    zip(Map.of("data.txt", "as it came", "kept.txt", "kept"))));
    String token = created.json().path("token").asString();
    String field = "/submissions/%s?fields=post_execution_filesystem,status_id".formatted(token);
    assertThat(client.read(field).path("post_execution_filesystem").isNull()).isTrue();

    assertThat(whenDone(token).path("status").path("id").asInt()).isEqualTo(7);

    Map<String, String> files = unzipped(client.read(field));
    assertThat(files)
        .containsOnlyKeys(
            "script.py",
            "data.txt",
            "kept.txt",
            "d/x.bin",
            "é.txt",
            ("n".repeat(200) + "/").repeat(4) + "f",
            "\ufffd")
        .containsEntry("script.py", program)
        .containsEntry("data.txt", "changed")
        .containsEntry("kept.txt", "kept");
  }

  /** Nothing is kept of a file that does not fit, and what fits is. */
  @Test
  void whatAProgramLeavesHasABound() throws Exception {
    JsonNode done =
        client.run(
            "wait=true&fields=post_execution_filesystem,status_id",
            """
            {"source_code":"for i in range(9): open(str(i),'wb').write(bytes(1<<20))\\nopen('small','w').write('s')",
             "language_id":71}
            """);
    assertThat(done.path("status_id").asInt()).isEqualTo(3);
    Map<String, String> files = unzipped(done);
    assertThat(files).containsEntry("small", "s").hasSizeBetween(5, 6);
  }

  private static Map<String, String> unzipped(JsonNode submission) throws IOException {
    Map<String, String> files = new HashMap<>();
    byte[] archive =
        Base64.getMimeDecoder().decode(submission.path("post_execution_filesystem").asString());
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void aProgramOfManyFiles() throws Exception {
    JsonNode done =
        client.run(
            multiFile(
                Map.of(
                    "compile", "gcc -o program src/main.c && echo compiled",
                    "src/main.c", "#include <stdio.h>\nint main(){puts(\"built\");}",
                    "run", "./program; cat data.txt",
                    "data.txt", "read")));
    assertThat(done.path("stdout").asString()).as("%s", done).isEqualTo("built\nread");
    assertThat(done.path("compile_output").asString()).isEqualTo("compiled\n");
    JsonNode nothing = client.run(multiFile(Map.of("x", "y")));
    assertThat(nothing.path("status").path("id").asInt()).isEqualTo(11);
    assertThat(nothing.path("message").asString()).isEqualTo("Exited with error status 127");
    JsonNode failed = client.run(multiFile(Map.of("compile", "exit 3", "run", "echo 1")));
    assertThat(failed.path("status").path("id").asInt()).isEqualTo(6);
    assertThat(client.post("/submissions", "{\"source_code\":\"1\",\"language_id\":89}").text())
        .isEqualTo(
            "{\"source_code\":[\"must be blank\"],\"additional_files\":[\"can't be blank\"]}");
  }

  @Test
  void executablesAreRunAsTheyAre() throws Exception {
    String program =
        Base64.getEncoder()
            .encodeToString("#!/bin/sh\necho ran $1".getBytes(StandardCharsets.UTF_8));
    JsonNode done =
        client.run(
            "base64_encoded=true&wait=true",
            "{\"language_id\":44,\"source_code\":\"%s\",\"command_line_arguments\":\"once\"}"
                .formatted(program));
    assertThat(done.path("stdout").asString()).as("%s", done).isEqualTo("cmFuIG9uY2UK\n");
  }

  @Test
  void aMultipartFormDoesToo() throws Exception {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"source_code\"\r\n\r\nprint(7)\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"language_id\"\r\n\r\n71\r\n--x--\r\n";
    var answer =
        client.send(
            client
                .request("/submissions?wait=true", "X-Auth-Token", SharedGlovebox.get().apiKey())
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(body))
                .build());
    assertThat(answer.json().path("stdout").asString()).as(answer.text()).isEqualTo("7\n");
  }

  @Test
  void plainTextIsItsOwnOutput() throws Exception {
    JsonNode done = client.run(source("\"language_id\":43", "as it is"));
    assertThat(done.path("stdout").asString()).isEqualTo("as it is");
  }

  @Test
  void aSourceThatCannotBeReadIsARuntimeErrorWithoutCompiler() throws Exception {
    JsonNode done = client.run(source(PYTHON, "print(("));
    assertThat(done.path("status").path("id").asInt()).isEqualTo(11);
    assertThat(done.path("stderr").asString()).contains("script.py").contains("SyntaxError");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "46 | read a; echo hello $a",
        "54 | #include <iostream>\\nint main(){std::string s;std::cin>>s;std::cout<<\"hello \"<<s;}",
        "60 | package main\\nimport \"fmt\"\\nfunc main(){var s string;fmt.Scan(&s);fmt.Println(\"hello\",s)}",
        "62 | public class Main{public static void main(String[] a){System.out.println(\"hello \"+new java.util.Scanner(System.in).next());}}",
        "63 | console.log('hello ' + require('fs').readFileSync(0, 'utf8').trim())",
        "68 | <?php echo 'hello ' . trim(fgets(STDIN));",
        "72 | puts 'hello ' + gets",
        "73 | fn main(){let mut s=String::new();std::io::stdin().read_line(&mut s).unwrap();println!(\"hello {}\",s.trim());}",
        "74 | declare var require: any; const s: string = require('fs').readFileSync(0, 'utf8').trim(); console.log(`hello ${s}`)",
        "82 | select 'hello you';",
        "85 | my $s = <STDIN>; print 'hello ' . $s;",
      })
  void usualLanguagesRunWithTheDefaults(int id, String program) throws Exception {
    JsonNode done =
        run(
            "\"language_id\":" + id,
            program.replace("\\n", "\n"),
            "\"stdin\":\"you\\n\",\"expected_output\":\"hello you\"");
    assertThat(done.path("status").path("id").asInt()).as("%s", done).isEqualTo(3);
  }

  @Test
  void whatIsCutOffIsStillText() throws Exception {
    JsonNode done = run(PYTHON, "print('x' + 'あ' * 1000, end='')", "\"max_file_size\":1");
    assertThat(done.path("status").path("id").asInt()).isEqualTo(8);
  }

  @Test
  void listsNewestFirst() throws Exception {
    client.run(source(PYTHON, "print('older')"));
    client.run(source(PYTHON, "print('newer')"));
    String second = SharedGlovebox.get().apiKey();
    var page =
        client.get("/submissions?per_page=2&fields=stdout,created_at", "X-Auth-User", second);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.names()).containsExactly("submissions", "meta");
    JsonNode meta = page.json().path("meta");
    assertThat(List.copyOf(meta.propertyNames()))
        .containsExactly("current_page", "next_page", "prev_page", "total_pages", "total_count");
    assertThat(meta.path("prev_page").isNull()).isTrue();
    assertThat(page.json().path("submissions").size()).isEqualTo(2);
    assertThat(page.json().path("submissions").get(0).path("stdout").asString())
        .isEqualTo("newer\n");
    assertThat(client.get("/submissions?page=-4", "X-Auth-User", second).text())
        .isEqualTo("{\"error\":\"invalid page: -4\"}");
    assertThat(client.get("/submissions?per_page=-2", "X-Auth-User", second).text())
        .isEqualTo("{\"error\":\"invalid per_page: -2\"}");
    assertThat(client.delete("/submissions/x", "X-Auth-User", second).text())
        .isEqualTo("{\"error\":\"delete not allowed\"}");
  }

  private static String multiFile(Map<String, String> files) throws IOException {
    return "{\"language_id\":89,\"source_code\":\"\",\"additional_files\":\"%s\"}"
        .formatted(zip(files));
  }

  private static String zip(Map<String, String> files) throws IOException {
    var archive = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(archive)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return Base64.getEncoder().encodeToString(archive.toByteArray());
  }

  static String source(String language, String program) {
    return "{%s,\"source_code\":%s}".formatted(language, Judge0Client.quoted(program));
  }

  private static JsonNode run(String language, String program, String more) throws Exception {
    return client.run(
        "{%s,\"source_code\":%s,%s}".formatted(language, Judge0Client.quoted(program), more));
  }

  private static JsonNode whenDone(String token) {
    return await("it is done")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> client.read("/submissions/" + token),
            answer -> answer.path("status").path("id").asInt() > 2);
  }
}
