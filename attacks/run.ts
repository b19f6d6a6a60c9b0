/*
 * Attacks on a product that is started for it: npm run attack [-- sockets formulas …] [-- --scale 0.1]. Each says what
 * it measured beside what is promised; docs/security.md has the figures.
 */
import { parseArgs } from 'node:util'
import { describeMachine } from '../bench/machine.mjs'
import { ATTACKS } from './attacks.ts'
import { openTarget } from './target.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' } },
})
const unknown = positionals.filter((name) => !ATTACKS.some((attack) => attack.name === name))
if (unknown.length) {
  console.error(`There is no attack ${unknown.join(', ')}. There are: ${ATTACKS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
console.log(await describeMachine())
let isHeld = true
for (const attack of ATTACKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  console.log(`\n── ${attack.name}: ${attack.about}`)
  const target = await openTarget(Number(values.scale))
  // Ctrl-C and a time limit end the product too.
  const leave = (): void => void target.close().finally(() => process.exit(130))
  process.once('SIGINT', leave).once('SIGTERM', leave)
  try {
    for (const { what, value, promise, held } of await attack.run(target)) {
      isHeld &&= held
      console.log(`  ${held ? 'held  ' : 'BROKEN'} ${what}: ${value} (promised: ${promise})`)
    }
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    await target.close()
  }
}
process.exit(isHeld ? 0 : 1)
