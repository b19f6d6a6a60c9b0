import { Listeners } from './listeners.ts'

export interface Question {
  title: string
  text: string
  /** The word on the button that goes on. */
  yes: string
  danger?: boolean
}

export interface OpenQuestion extends Question {
  answer: (yes: boolean) => void
}

const moved = new Listeners()
let open: OpenQuestion | null = null

/** Asks before something that is large or cannot be taken back. A second question answers the first with no. */
export function ask(question: Question): Promise<boolean> {
  open?.answer(false)
  return new Promise((resolve) => {
    open = {
      ...question,
      answer: (yes) => {
        open = null
        moved.tell()
        resolve(yes)
      },
    }
    moved.tell()
  })
}

export const questions = { subscribe: moved.subscribe, open: (): OpenQuestion | null => open }
