// Loaded into each process of a product: its clock is off by what CLOCK_FILE says, in milliseconds, and follows that.
import { readFileSync } from 'node:fs'

const TrueDate = Date
const now = TrueDate.now
let offset = 0
setInterval(() => {
  try {
    offset = Number(readFileSync(process.env.CLOCK_FILE, 'utf8')) || 0
  } catch {
    offset = 0
  }
}, 100).unref()
globalThis.Date = class Date extends TrueDate {
  constructor(...parts) {
    if (parts.length === 0) super(now() + offset)
    else super(...parts)
  }
  static now() {
    return now() + offset
  }
}
