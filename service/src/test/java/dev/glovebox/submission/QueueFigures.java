package dev.glovebox.submission;

import dev.glovebox.queue.FairShare;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Lease;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures, by hand: how many submissions a second are accepted, and how long a claim takes with
 * more and more waiting. Not a test: nothing depends on the figures.
 */
final class QueueFigures {

  private static final int ROUNDS = 200;

  private QueueFigures() {}

  public static void main(String[] arguments) throws Exception {
    try (TestDatabase database = PostgresServer.freshDatabase();
        ServiceProcess process = ServiceProcess.front(database).start()) {
      UUID tenant = database.tenant();
      if (arguments.length > 0) {
        for (String waiting : arguments) {
          claim(database, process, Integer.parseInt(waiting));
        }
        return;
      }
      for (int warmUp = 0; warmUp < 2; warmUp++) {
        accept(process, tenant, 4, 500, 1);
        accept(process, tenant, 4, 50, 20);
      }
      accept(process, tenant, 1, 1_000, 1);
      accept(process, tenant, 4, 500, 1);
      accept(process, tenant, 8, 500, 1);
      accept(process, tenant, 1, 200, 20);
      accept(process, tenant, 4, 100, 20);
      complete(process);
      for (int waiting : new int[] {10, 10_000, 1_000_000}) {
        claim(database, process, waiting);
      }
    }
  }

  private static void accept(ServiceProcess process, UUID tenant, int clients, int calls, int batch)
      throws Exception {
    List<SubmissionRequest> requests = Collections.nCopies(batch, Samples.request());
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        futures.add(
            threads.submit(() -> {
              for (int i = 0; i < calls; i++) {
                process.intake.acceptAll(tenant, requests);
              }
            }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "accept: %d clients, batches of %d: %.0f submissions a second%n",
        clients, batch, clients * calls * batch / seconds);
  }

  private static void complete(ServiceProcess process) {
    FairShare share = new FairShare();
    List<Lease> leases = new ArrayList<>();
    while (leases.size() < 4 * ROUNDS) {
      process.queue.claim(List.of("judge"), "w", 32, share).forEach(c -> leases.add(c.lease()));
    }
    long[] nanos = new long[leases.size()];
    for (int i = 0; i < nanos.length; i++) {
      long begin = System.nanoTime();
      process.store.complete(leases.get(i), Samples.result(Verdict.ACCEPTED));
      nanos[i] = System.nanoTime() - begin;
    }
    print("complete, two tests", nanos);
  }

  private static void claim(TestDatabase database, ServiceProcess process, int waiting) {
    database.clear();
    List<UUID> tenants = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tenants.add(database.tenant());
      database
          .jdbc()
          .sql(
              """
              insert into job (kind, subject, tenant_id, state, order_at)
              select 'judge', gen_random_uuid(), :tenant, 'QUEUED', now() - make_interval(secs => i * 0.001)
              from generate_series(1, :count) as i
              """)
          .param("tenant", tenants.get(i))
          .param("count", waiting / 10)
          .update();
    }
    database.jdbc().sql("vacuum analyze job").update();
    FairShare share = new FairShare();
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      List<JobQueue.Claimed> claimed = process.queue.claim(List.of("judge"), "w", 1, share);
      nanos[i] = System.nanoTime() - begin;
      process.queue.giveBack("w", claimed.stream().map(JobQueue.Claimed::lease).toList(), "a test");
    }
    print("claim of one with %,d waiting of 10 tenants".formatted(waiting), nanos);
    long begin = System.nanoTime();
    process.depth.count();
    System.out.printf("count of the depth: %.1f ms%n", (System.nanoTime() - begin) / 1e6);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%s: median %.2f ms, 90th percentile %.2f ms%n",
        what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 9 / 10] / 1e6);
  }
}
