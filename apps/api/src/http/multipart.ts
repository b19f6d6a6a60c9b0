import { PassThrough } from 'node:stream'
import type { Readable } from 'node:stream'
import { Refused } from '@enrichify/domain'
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
    parser.on('close', () => (stored ?? Promise.resolve(null)).then((file) => done({ file, fields }), fail))
    request.pipe(parser)
  })
}
