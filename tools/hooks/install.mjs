// `npm run hooks`: Git runs the hooks of this folder from now on. Nothing else installs them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const HOOKS = 'tools/hooks'
const UNDO = 'git config --local --unset core.hooksPath'

const current = git(['config', 'core.hooksPath'])
if (current === HOOKS) {
  console.log(`Git already runs the hooks in ${HOOKS}. To stop it: ${UNDO}`)
  process.exit(0)
}
// Git looks into one folder only: hooks that are there already would stop running.
const own = join(current || git(['rev-parse', '--git-path', 'hooks']), 'pre-commit')
if (current || existsSync(own)) {
  console.error(
    `You already use hooks of your own (${current || own}), and Git runs one set only. Nothing was changed.`,
  )
  console.error(`To have both, call ${HOOKS}/pre-commit from your own pre-commit hook.`)
  process.exit(1)
}
const { status, stderr } = spawnSync('git', ['config', '--local', 'core.hooksPath', HOOKS], { encoding: 'utf8' })
if (status !== 0) {
  console.error(`Git could not be set up: ${stderr.trim()}`)
  process.exit(1)
}
console.log(`Set core.hooksPath to ${HOOKS} in this clone.
From now on, git commit formats the files that are staged, and refuses what lint or the check of words refuses.
To go past it once: git commit --no-verify
To undo this: ${UNDO}`)

function git(args) {
  return spawnSync('git', args, { encoding: 'utf8' }).stdout.trim()
}
