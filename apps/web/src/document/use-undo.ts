import { undo } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { errorText } from '../ui/error-text.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import type { RowWindows } from './row-windows.ts'

/** Undoes the person's last actions, as many as belong together, and says what they were. */
export function useUndo(websetId: string, windows: RowWindows) {
  const client = useQueryClient()
  return useCallback(
    async (times = 1) => {
      try {
        const undone: string[] = []
        for (let time = 0; time < times; time++) {
          const answer = await call(undo, { params: { id: websetId } })
          if (answer.undone === null) break
          undone.push(answer.undone)
        }
        toast(undone.length > 0 ? `Undone: ${undone.join('; ')}` : 'There is nothing to undo')
      } catch (error) {
        toastProblem(errorText(error))
      } finally {
        windows.invalidate()
        void client.invalidateQueries({ queryKey: keys.webset(websetId) })
      }
    },
    [client, websetId, windows],
  )
}
