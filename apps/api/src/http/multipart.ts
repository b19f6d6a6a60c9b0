import { createHash } from 'node:crypto'
import { PassThrough, type Readable } from 'node:stream'
import { Refused } from '@enrichify/domain'
import { currentRequestKey } from '@enrichify/features'
import busboy from 'busboy'
import type { Request } from 'express'

function openParser(options: busboy.BusboyConfig): busboy.Busboy {
  try {
    return busboy(options)
  } catch {
    throw new Refused('bad_form', 'The form could not be read: its header names no boundary.', 'invalid')
  }
}

/**
 * Reads a form: `onFile` gets the one file as a stream (it is never completely in memory), and the fields come back as
 * text. Refuses more than one file, and a file larger than `maxBytes`. Nothing is stored then.
 */
export function readMultipart<T>(
  request: Request,
  maxBytes: number,
  onFile: (file: { name: string; body: Readable }) => Promise<T>,
): Promise<{ file: T | null; fields: Record<string, string> }> {
  if (!request.is('multipart/form-data'))
    throw new Refused('not_multipart', 'Send the file as multipart/form-data, in the field “file”.', 'invalid')
  return new Promise((done, fail) => {
    const fields: Record<string, string> = {}
    let fileDigest: string | null = null
    const key = currentRequestKey()
    const noteDigest = () => {
      if (key) key.requestHash = digestOf(request, fileDigest, fields)
    }
    let stored: Promise<T> | null = null
    const parser = openParser({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 10, fieldSize: 1_000_000, fileSize: maxBytes },
    })
    const refuse = (error: unknown) => {
      request.unpipe(parser)
      request.resume()
      fail(error)
    }
    parser.on('file', (_field, stream, info) => {
      const body = new PassThrough()
      stream.on('limit', () =>
        body.destroy(
          new Refused(
            'too_large',
            `The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB (setting MAX_UPLOAD_MB).`,
            'too_large',
            { limitBytes: maxBytes },
          ),
        ),
      )
      stream.on('error', (error) => body.destroy(error))
      request.once('aborted', () => body.destroy(new Refused('aborted', 'The upload was interrupted.', 'invalid')))
      const content = createHash('sha256').update(`${info.filename || 'file'}\n`)
      stream.on('data', (chunk: Buffer) => content.update(chunk))
      stream.on('end', () => {
        fileDigest = content.digest('hex')
        noteDigest()
      })
      stream.pipe(body)
      stored = onFile({ name: info.filename || 'file', body })
      stored.catch(refuse)
    })
    parser.on('filesLimit', () => refuse(new Refused('one_file', 'Send one file at a time.', 'invalid')))
    request.once('aborted', () => refuse(new Refused('aborted', 'The upload was interrupted.', 'invalid')))
    parser.on('field', (name, value) => (fields[name] = value))
    parser.on('error', () =>
      refuse(new Refused('bad_form', 'The form could not be read. Was the upload interrupted?', 'invalid')),
    )
    parser.on('close', () => {
      noteDigest()
      ;(stored ?? Promise.resolve(null)).then((file) => done({ file, fields }), fail)
    })
    request.pipe(parser)
  })
}

/** Of the same form again, however it is cut into parts. Its file is read and not stored. */
export async function digestMultipart(request: Request, maxBytes: number): Promise<string> {
  const content = createHash('sha256')
  const { file, fields } = await readMultipart(request, maxBytes, async ({ name, body }) => {
    content.update(`${name}\n`)
    for await (const chunk of body) content.update(chunk as Buffer)
    return content.digest('hex')
  })
  return digestOf(request, file, fields)
}

function digestOf(request: Request, file: string | null, fields: Record<string, string>): string {
  const sorted = Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([request.method, request.originalUrl, file, sorted]))
    .digest('hex')
}
