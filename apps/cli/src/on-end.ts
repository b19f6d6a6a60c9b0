/** Calls back when the process is to end: told by a signal, left by its terminal, or left by what started it. */
export function onEnd(stop: () => unknown): void {
  process.on('SIGINT', () => {
    process.stdout.write('\nStopping …\n')
    stop()
  })
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
  // Under nohup and under a supervisor no stream is a terminal, and a hang-up is none of ours.
  const isAttached = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  process.on('SIGHUP', () => void (isAttached && stop()))
  // A terminal that is gone takes no last words.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
