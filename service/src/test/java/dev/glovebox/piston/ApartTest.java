package dev.glovebox.piston;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door in a process that runs nothing itself, beside one that does. */
class ApartTest {

  @TempDir private Path home;

  @Test
  void jobsRunElsewhereAndConversationsAreRefused() throws Exception {
    String name = "apart-" + ProcessHandle.current().pid();
    try (TestDatabase database = PostgresServer.freshDatabase()) {
      List<String> settings = GloveboxProcess.database(database);
      try (GloveboxProcess _ =
              GloveboxProcess.start(home, name, settings, "--glovebox.sandbox.first-uid=22500000");
          GloveboxProcess door =
              GloveboxProcess.start(
                  home,
                  name + "-door",
                  settings,
                  "--glovebox.roles=api",
                  "--glovebox.sandbox.first-uid=23000000");
          PistonClient client = PistonClient.of(door)) {
        Catalogue.awaitVersion(client, "bash");
        var done =
            client.run(
                """
                {"language":"bash","version":"*","files":[{"content":"echo $1"}],"args":["hi"]}
                """);
        assertThat(done.path("run").path("stdout").asString()).isEqualTo("hi\n");
        URI base = door.uri().resolve("/piston/");
        try (Talk talk = new Talk(base, door.apiKey())) {
          talk.send(
              "{'type':'init','language':'bash','version':'*','files':[{'content':'read a'}]}");
          assertThat(talk.await("error").path("message").asString())
              .startsWith("no programs run in this process");
        }
      }
    }
  }
}
