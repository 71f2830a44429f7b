// A process that is killed before its N-th system call that changes files: D-18 and the like.
#pragma once

#include <csignal>
#include <cstddef>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace evenhand {

/// Called in the child: stops until the parent calls kill_at_file_change().
inline void wait_to_be_traced() {
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(96);
  ::raise(SIGSTOP);
}

/// Whether the system call makes, writes, syncs, renames or deletes a file. Writes to pipes and
/// terminals count as well.
inline bool changes_files(const __ptrace_syscall_info& call) {
  switch (call.entry.nr) {
    case SYS_openat: return (call.entry.args[2] & O_CREAT) != 0;
#ifdef SYS_rename
    case SYS_rename:
    case SYS_unlink:
    case SYS_mkdir:
#endif
    case SYS_renameat:
    case SYS_unlinkat:
    case SYS_mkdirat:
    case SYS_write:
    case SYS_pwrite64:
    case SYS_ftruncate:
    case SYS_fsync:
    case SYS_fdatasync: return true;
    default: return false;
  }
}

struct TracedEnd {
  bool killed = false;  // false: it ended by itself, before so many calls
  int status = 0;       // as waitpid() gives it
};

/// Lets the child go on, and kills it before its `at`-th such system call, counted from 1. Watches
/// the child's first thread.
inline TracedEnd kill_at_file_change(pid_t child, int at) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return {.status = status};
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  for (int changes = 0;;) {
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return {.status = status};
    if (WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;  // a signal, or exec
    __ptrace_syscall_info call = {};
    ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call);
    if (call.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_files(call) || ++changes < at) continue;
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return {.killed = true, .status = status};
  }
}

/// False where the machine forbids it, as some containers do.
inline bool may_trace() {
  const pid_t child = ::fork();
  if (child == 0) {
    wait_to_be_traced();
    ::_exit(0);
  }
  const TracedEnd end = kill_at_file_change(child, 1);
  return WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0;
}

}  // namespace evenhand
