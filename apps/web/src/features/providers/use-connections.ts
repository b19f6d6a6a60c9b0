import {
  listConnections,
  orderConnections,
  testConnection,
  updateConnection,
  type Connection,
} from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { errorText } from '../../ui/error-text.ts'
import { toastProblem } from '../../ui/toast.ts'
import { withOrder } from './fallback-order.ts'

type List = { connections: Connection[] }

export function useConnections() {
  return useQuery<List>({ queryKey: keys.connections(), queryFn: ({ signal }) => call(listConnections, { signal }) })
}

/** What can be done to a connection in the list. The answer replaces it there. */
export function useConnectionChanges() {
  const client = useQueryClient()
  const put = (connection: Connection) =>
    client.setQueryData<List>(
      keys.connections(),
      (list) =>
        list && { connections: list.connections.map((known) => (known.id === connection.id ? connection : known)) },
    )
  const reread = () => {
    void client.invalidateQueries({ queryKey: keys.connections() })
    void client.invalidateQueries({ queryKey: keys.models() })
  }
  const onError = (error: unknown) => {
    toastProblem(errorText(error))
    reread()
  }
  const test = useMutation({
    mutationFn: (id: string) => call(testConnection, { params: { id } }),
    onSuccess: put,
    onError,
  })
  const enable = useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      call(updateConnection, { params: { id }, body: { enabled } }),
    onSuccess: (connection) => {
      put(connection)
      void client.invalidateQueries({ queryKey: keys.models() })
    },
    onError,
  })
  const order = useMutation({
    mutationFn: (ids: string[]) => call(orderConnections, { body: { ids } }),
    // Shown at once: to move a service by three places, a person presses three times.
    onMutate: (ids) =>
      void client.setQueryData<List>(
        keys.connections(),
        (list) => list && { connections: withOrder(list.connections, ids) },
      ),
    onError,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.models() }),
  })
  return { test, enable, order, reread }
}
export type ConnectionChanges = ReturnType<typeof useConnectionChanges>
