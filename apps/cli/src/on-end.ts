/** Calls back when the process should end: after a signal, or when its terminal or its parent is gone. */
export function onEnd(stop: () => unknown): void {
  process.on('SIGINT', () => {
    process.stdout.write('\nStopping …\n')
    stop()
  })
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
  // Under nohup and under a supervisor no stream is a terminal, and a hang-up is not for us.
  const isAttached = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  process.on('SIGHUP', () => void (isAttached && stop()))
  // A terminal that is gone cannot show anything any more.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
