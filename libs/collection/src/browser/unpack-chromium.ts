import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

export interface UnpackedChromium {
  executablePath: string
  /** Shared libraries that a bare system lacks (NSS, NSPR, expat). */
  libraryPath: string
  /** Contains a `fonts.conf`. A system without any font cannot lay out text. */
  fontConfigPath: string
}

const unpack = promisify(brotliDecompress)
const blockBytes = 512

/**
 * Unpacks the Chromium that comes with @sparticuz/chromium (Linux on x64) into `cacheDirectory`, once per version.
 * Its own unpacking writes in place, so a second process could start half a binary. This one unpacks to a folder
 * beside it and renames. Null when the package has none.
 */
export async function unpackChromium(
  cacheDirectory = join(tmpdir(), `enrichify-${userInfo().uid}`),
): Promise<UnpackedChromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const packed = packageDirectory()
  if (packed === null || !(await exists(join(packed, 'bin', 'chromium.br')))) return null
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string }
  const directory = join(cacheDirectory, `chromium-${version}`)
  const unpacked: UnpackedChromium = {
    executablePath: join(directory, 'chromium'),
    libraryPath: join(directory, 'lib'),
    fontConfigPath: directory,
  }
  if (await exists(unpacked.executablePath)) return unpacked

  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 })
  const building = await mkdtemp(join(cacheDirectory, 'unpacking-'))
  try {
    const read = async (name: string): Promise<Buffer> => unpack(await readFile(join(packed, 'bin', name)))
    await writeFile(join(building, 'chromium'), await read('chromium.br'))
    await chmod(join(building, 'chromium'), 0o755)
    for (const name of ['al2023.tar.br', 'fonts.tar.br']) await extract(await read(name), building)
    await writeFile(join(building, 'fonts.conf'), fontConfig(join(directory, 'fonts')))
    // Another process was faster. Its result is the same.
    await rename(building, directory).catch(async (error: unknown) => {
      if (!(await exists(unpacked.executablePath))) throw error
    })
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return unpacked
}

function packageDirectory(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
  } catch {
    return null
  }
}

// The two archives contain plain files and folders with short names, so this much of tar is enough.
async function extract(tar: Buffer, directory: string): Promise<void> {
  for (let at = 0; at + blockBytes <= tar.length;) {
    const name =
      tar
        .subarray(at, at + 100)
        .toString('latin1')
        .split('\0', 1)[0] ?? ''
    if (name === '') return
    const size = Number.parseInt(tar.subarray(at + 124, at + 136).toString('latin1'), 8)
    const target = join(directory, name)
    if (!target.startsWith(directory)) throw new Error('The packed browser has a file outside its folder.')
    if (tar[at + 156] === 0x30) {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, tar.subarray(at + blockBytes, at + blockBytes + size))
    }
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes
  }
}

const fontConfig = (fonts: string): string =>
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${fonts}</dir>` +
  `<dir>/usr/share/fonts</dir><cachedir>${fonts}-cache</cachedir></fontconfig>\n`

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
