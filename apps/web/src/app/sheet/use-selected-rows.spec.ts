// @vitest-environment jsdom
import type { Row } from '@enrichify/contracts'
import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { RowWindows } from '../../document/row-windows.ts'
import { toastProblem } from '../../ui/toast.ts'
import { useSelectedRows } from './use-selected-rows.ts'

vi.mock(import('../../ui/toast.ts'), () => ({ toastProblem: vi.fn() }))

const load = (offset: number, limit: number) =>
  Promise.resolve({
    rows: Array.from({ length: limit }, (_, place): Row => ({ id: offset + place + 1, cells: {}, marks: {} })),
    total: 20_000,
  })

it('reads the rows of every selected range', async () => {
  const { result } = renderHook(() => useSelectedRows(new RowWindows({ load })))
  act(() =>
    result.current.setSelection({
      current: null,
      range: null,
      rows: [
        [1, 2],
        [150, 150],
      ],
    }),
  )
  expect(result.current.count).toBe(3)
  expect(await result.current.ids()).toEqual([2, 3, 151])
})

it('names no more rows than the API takes, and says so', async () => {
  const { result } = renderHook(() => useSelectedRows(new RowWindows({ load })))
  act(() => result.current.setSelection({ current: null, range: null, rows: [[0, 10_000]] }))
  expect(await result.current.ids()).toBeNull()
  expect(toastProblem).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('At most 10,000 rows'))
})
