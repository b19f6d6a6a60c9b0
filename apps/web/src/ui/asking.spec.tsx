// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { Asking } from './asking.tsx'

afterEach(cleanup)

it.each([
  [true, 'Cancel', false],
  [false, 'Go', true],
])('gives the focus to the choice that loses nothing, danger: %s', async (danger, focused, answer) => {
  render(<Asking />)
  let asked!: Promise<boolean>
  act(() => void (asked = ask({ title: 'Really?', text: 'Something may be lost.', yes: 'Go', danger })))
  expect(document.activeElement).toBe(screen.getByRole('button', { name: focused }))
  fireEvent.click(document.activeElement!)
  expect(await asked).toBe(answer)
})
