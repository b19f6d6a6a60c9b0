/** Says of each promise of a drill whether it held, and ends the process with 1 if one did not. */
export function openList(): (holds: boolean, sentence: string) => void {
  return (holds, sentence) => {
    if (!holds) process.exitCode = 1
    console.log(`  ${holds ? 'held  ' : 'BROKEN'} ${sentence}`)
  }
}
