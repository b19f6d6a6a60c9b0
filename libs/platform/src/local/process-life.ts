/** Shorter than the launcher's patience. */
const STOP_MS = 2500

interface Life {
  /** Stops the work and closes connections. */
  stop(): Promise<void>
  onRejection(error: unknown): void
}

/**
 * The common life of a server process. A start that fails says why in one sentence. The process stops on a signal or
 * when its launcher is gone. A stop that hangs (when a service is away, its connection cannot be closed properly) is
 * cut short.
 */
export async function liveAsProcess(start: () => Promise<Life>): Promise<void> {
  // The launcher decides what a terminal that goes means, and tells by a signal or by its own end.
  process.on('SIGHUP', () => {})
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  let life: Life
  try {
    life = await start()
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : String(error)}\n`,
    )
    process.exit(1)
  }
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    life.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.on('unhandledRejection', (error) => life.onRejection(error))
}
