/** Starts a timer and returns how to stop it. Tests bring their own. */
export type Schedule = (run: () => void, ms: number) => () => void

export const schedule: Schedule = (run, ms) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
