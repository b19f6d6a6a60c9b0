import type { LiveEventName, LivePayload } from '@enrichify/contracts'
import type { Server } from 'socket.io'

/** Emits into rooms, whichever process has the sockets. Without a server (the command line) events go nowhere. */
export class LiveEmitter {
  #server: Server | null = null

  attach(server: Server): void {
    this.#server = server
  }

  emit<N extends LiveEventName>(room: string, event: N, payload: LivePayload<N>): void {
    this.#server?.to(room).emit(event, payload)
  }

  /** Ends the sockets of one person everywhere, when that person’s rights changed. */
  disconnectUser(userId: string): void {
    this.#server?.in(userRoom(userId)).disconnectSockets(true)
  }

  /** Ends the sockets that were opened by one session or by one API token. */
  disconnectAccess(accessId: string): void {
    this.#server?.in(accessRoom(accessId)).disconnectSockets(true)
  }
}

export const userRoom = (userId: string): string => `user:${userId}`

/** @param accessId of a session or of an API token */
export const accessRoom = (accessId: string): string => `access:${accessId}`

/** Room names contain the workspace, so that a webset’s id alone opens nothing. */
export function websetRoom(workspaceId: string, websetId: string): string {
  return `webset:${workspaceId}:${websetId}`
}
