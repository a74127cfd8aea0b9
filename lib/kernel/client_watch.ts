// A thread of the kernel that waits until the client is gone, however that ended, and ends the kernel and what it started.

// The client holds the other end of this pipe and never writes to it.
while (Deno.stdin.readSync(new Uint8Array(64)));
try {
  // The kernel leads a group of its own, in which the processes are that its cells have started.
  Deno.kill(Deno.build.os === "windows" ? Deno.pid : -Deno.pid, "SIGKILL");
} catch {
  Deno.kill(Deno.pid, "SIGKILL");
}
