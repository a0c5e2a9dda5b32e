package dev.glovebox.judge0;

import dev.glovebox.callback.CallbackProperties;
import dev.glovebox.queue.QueueSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What {@code /config_info} says: 39 keys, each of which some client insists on. */
@Component
class ConfigInfo {

  private final Judge0Properties properties;
  private final QueueSettings queue;
  private final CallbackProperties callbacks;

  ConfigInfo(Judge0Properties properties, QueueSettings queue, CallbackProperties callbacks) {
    this.callbacks = callbacks;
    this.properties = properties;
    this.queue = queue;
  }

  Map<String, Object> read() {
    var features = properties.features();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("maintenance_mode", properties.maintenance() != null);
    info.put("enable_wait_result", features.waitResult());
    info.put("enable_compiler_options", features.compilerOptions());
    info.put("allowed_languages_for_compile_options", features.compilerOptionsFor());
    info.put("enable_command_line_arguments", features.commandLineArguments());
    info.put("enable_submission_delete", features.submissionDelete());
    info.put("enable_callbacks", features.callbacks());
    info.put("callbacks_max_tries", callbacks.tries());
    info.put("callbacks_timeout", callbacks.timeout().toMillis() / 1000.0);
    info.put("enable_additional_files", features.additionalFiles());
    info.put("max_queue_size", queue.maxQueued());
    putLimits(info);
    info.put("enable_batched_submissions", features.batches());
    info.put("max_submission_batch_size", properties.limits().maxBatch());
    info.put("submission_cache_duration", properties.submissionCache().toMillis() / 1000.0);
    info.put("use_docs_as_homepage", properties.docsAsHomepage());
    info.put("allow_enable_network", false);
    info.put("enable_network", false);
    return info;
  }

  private void putLimits(Map<String, Object> info) {
    var limits = properties.limits();
    var features = properties.features();
    info.put("cpu_time_limit", limits.cpuTime());
    info.put("max_cpu_time_limit", limits.maxCpuTime());
    info.put("cpu_extra_time", limits.cpuExtraTime());
    info.put("max_cpu_extra_time", limits.maxCpuExtraTime());
    info.put("wall_time_limit", limits.wallTime());
    info.put("max_wall_time_limit", limits.maxWallTime());
    info.put("memory_limit", limits.memory());
    info.put("max_memory_limit", limits.maxMemory());
    info.put("stack_limit", limits.stack());
    info.put("max_stack_limit", limits.maxStack());
    info.put("max_processes_and_or_threads", limits.processes());
    info.put("max_max_processes_and_or_threads", limits.maxProcesses());
    info.put("enable_per_process_and_thread_time_limit", false);
    info.put("allow_enable_per_process_and_thread_time_limit", features.perProcessTime());
    info.put("enable_per_process_and_thread_memory_limit", false);
    info.put("allow_enable_per_process_and_thread_memory_limit", features.perProcessMemory());
    info.put("max_file_size", limits.fileSize());
    info.put("max_max_file_size", limits.maxFileSize());
    info.put("number_of_runs", limits.numberOfRuns());
    info.put("max_number_of_runs", limits.maxNumberOfRuns());
    info.put("redirect_stderr_to_stdout", false);
    info.put("max_extract_size", limits.maxExtractSize());
  }
}
