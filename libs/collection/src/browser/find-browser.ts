import { access, constants } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { unpackChromium } from './unpack-chromium.ts'

export interface FoundBrowser {
  executablePath: string
  /**
   * The whole environment of the browser process. Ours stays out of it, because it contains keys. Undefined where a
   * system needs its own.
   */
  env: Record<string, string> | undefined
}

const wellKnown: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

const nssPlaces = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib', '/lib/x86_64-linux-gnu', '/lib64'].map(
  (folder) => `${folder}/libnss3.so`,
)

/**
 * The Chromium to use: the operator’s, an installed one, or the packed one. When there is none, throws a sentence
 * that says what to do.
 */
export async function findBrowser(settings: {
  executablePath?: string
  cacheDirectory?: string
}): Promise<FoundBrowser> {
  const minimal =
    process.platform === 'linux'
      ? { PATH: '/usr/bin:/bin', HOME: settings.cacheDirectory ?? tmpdir(), LANG: 'C.UTF-8' }
      : undefined
  if (settings.executablePath !== undefined) {
    if (!(await isExecutable(settings.executablePath)))
      throw new Error(`There is no browser at ${settings.executablePath}.`)
    return { executablePath: settings.executablePath, env: minimal }
  }
  for (const path of wellKnown[process.platform] ?? []) {
    if (await isExecutable(path)) return { executablePath: path, env: minimal }
  }
  const packed = await unpackChromium(settings.cacheDirectory)
  if (packed === null)
    throw new Error('No browser was found. Install Chromium or Google Chrome, or name its path in the settings.')
  const hasNss = (await Promise.all(nssPlaces.map((path) => isReadable(path)))).includes(true)
  const libraries: Record<string, string> = hasNss ? {} : { LD_LIBRARY_PATH: packed.libraryPath }
  return {
    executablePath: packed.executablePath,
    env: { ...minimal, FONTCONFIG_PATH: packed.fontConfigPath, ...libraries },
  }
}

const isReadable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
