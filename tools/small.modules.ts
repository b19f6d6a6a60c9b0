import { readFileSync } from 'node:fs'
import { expect, vi } from 'vitest'

/*
 * Files share a process and its modules. One that replaces modules begins with fresh ones, or it would get those that a
 * file before it has loaded; and the file after it must not get its replacements.
 */
const state = globalThis as { haveReplacedModules?: boolean }
const replaces = readFileSync(expect.getState().testPath!, 'utf8').includes('vi.mock(')
if (replaces || state.haveReplacedModules) vi.resetModules()
state.haveReplacedModules = replaces
