#include "probe.h"
#include <sys/uio.h>

int main(void) {
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  struct iovec local = {scratch, 64}, remote = {scratch, 64};
  PROBE("ptrace(ATTACH, 1)", syscall(SYS_ptrace, 16, 1, 0, 0));
  PROBE("ptrace(SEIZE, 1)", syscall(SYS_ptrace, 0x4206, 1, 0, 0));
  PROBE("ptrace(ATTACH, sibling)", syscall(SYS_ptrace, 16, child, 0, 0));
  PROBE("process_vm_readv of PID 1", syscall(SYS_process_vm_readv, 1, &local, 1, &remote, 1, 0));
  PROBE("process_vm_writev of PID 1", syscall(SYS_process_vm_writev, 1, &local, 1, &remote, 1, 0));
  PROBE("process_vm_writev of a sibling", syscall(SYS_process_vm_writev, child, &local, 1, &remote, 1, 0));
  const char *files[] = {"/proc/1/mem", "/proc/1/maps", "/proc/1/environ", "/proc/1/stack", "/proc/1/syscall", "/proc/1/fd/0", "/proc/1/fd/1",
                         "/proc/1/root/etc", "/proc/1/cwd", "/proc/1/exe", "/proc/1/ns/mnt", "/proc/1/io", "/proc/1/auxv", "/proc/1/pagemap",
                         "/proc/1/task/1/mem", "/proc/1/personality", "/proc/1/clear_refs"};
  for (unsigned i = 0; i < sizeof files / sizeof *files; i++) {
    PROBE(files[i], ({ int fd = open(files[i], O_RDONLY); fd < 0 ? -1 : read(fd, scratch, 1); }));
  }
  kill(child, SIGKILL);
  CONTAINED();
  return 0;
}
