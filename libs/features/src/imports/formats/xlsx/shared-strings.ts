import { decodeEscapes, readXml } from './read-xml.ts'

/** A longer text is kept as it is: many cells may refer to it, and each would get a copy. */
const PACKED_CHARACTERS = 1000

/**
 * The texts that cells refer to by number. They are bytes in one block: a million short strings would take several
 * times as much, and the garbage collector would look at each of them again and again.
 */
export class SharedStrings {
  readonly #bytes: Buffer
  #ends = new Uint32Array(1024)
  #count = 0
  readonly #long = new Map<number, string>()

  /** @param size of the part; the texts in it are smaller. What is not written to takes no memory. */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size)
  }

  push(text: string): void {
    const start = this.#start(this.#count)
    let end = start
    if (text.length > PACKED_CHARACTERS) this.#long.set(this.#count, text)
    else {
      end += Buffer.byteLength(text)
      if (end > this.#bytes.length) throw new Error('The texts are larger than the part that has them.')
      this.#bytes.write(text, start)
    }
    if (this.#count === this.#ends.length) {
      const more = new Uint32Array(this.#count * 2)
      more.set(this.#ends)
      this.#ends = more
    }
    this.#ends[this.#count++] = end
  }

  at(index: number): string | null {
    if (!(Number.isInteger(index) && index >= 0 && index < this.#count)) return null
    return this.#long.get(index) ?? this.#bytes.toString('utf8', this.#start(index), this.#ends[index])
  }

  #start(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!
  }
}

/** Parts of a text in several fonts are one text; how it is pronounced is left out. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>, size: number): Promise<SharedStrings> {
  const strings = new SharedStrings(size)
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
      if (name === 'si') strings.push(item)
      else if (name === 'rPh') pronounced = false
      else if (name === 't' && reading) {
        item += decodeEscapes(text)
        reading = false
      }
    },
  })
  return strings
}
