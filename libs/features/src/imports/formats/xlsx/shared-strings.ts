import { decodeEscapes, readXml } from './read-xml.ts'

/** The texts that cells refer to by number. Parts in several fonts are one text; how it is pronounced is left out. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const strings: string[] = []
  let item = ''
  let text = ''
  let reading = false
  let pronounced = false
  await readXml(chunks, {
    open(name) {
      if (name === 'si') item = ''
      else if (name === 'rPh') pronounced = true
      else if (name === 't') {
        text = ''
        reading = !pronounced
      }
    },
    text(more) {
      if (reading) text += more
    },
    close(name) {
      if (name === 'si') strings.push(copy(item))
      else if (name === 'rPh') pronounced = false
      else if (name === 't' && reading) {
        item += decodeEscapes(text)
        reading = false
      }
    },
  })
  return strings
}

/** A text that was cut from a chunk holds all of the chunk in memory. */
function copy(text: string): string {
  return text === '' ? '' : Buffer.from(text).toString()
}
