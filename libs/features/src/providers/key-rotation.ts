import { AccountsRepository, ConnectionRepository, Database } from '@enrichify/database'
import { MasterKeys } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { SecretVault } from '../core/secret-vault.ts'
import { HeaderVault } from '../websets/header-vault.ts'

/**
 * Puts the data key of every stored secret under a new master key, while everything keeps running. The old master key
 * stays readable until all are moved.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly connections: ConnectionRepository,
    private readonly vault: SecretVault,
    private readonly masters: MasterKeys,
    private readonly headers: HeaderVault,
  ) {}

  /**
   * The number of secrets that were moved. If the master keys are in the environment, the first one there is the new
   * one.
   */
  async rotate(): Promise<{ moved: number; masterKeyId: string; fromFile: boolean }> {
    const made = this.masters.rotate()
    const { id } = this.masters.current
    let moved = 0
    for (const workspaceId of await this.database.inSystem((tx) => this.accounts.listWorkspaceIds(tx)))
      moved += await this.#rewrap(workspaceId, id)
    return { moved, masterKeyId: id, fromFile: made !== null }
  }

  /**
   * Deletes the old master keys. Only safe once every process has seen the new one, which happens at its next unknown
   * key.
   */
  dropOld(): void {
    this.masters.dropOld()
  }

  #rewrap(workspaceId: string, masterKeyId: string): Promise<number> {
    return this.database.inScope({ workspaceId }, async (tx) => {
      const stale = await this.connections.toRewrap(tx, masterKeyId)
      for (const { id, providerId, secret, wrappedKey, masterKeyId: from } of stale) {
        if (!secret || !wrappedKey || !from) continue
        const sealed = this.vault.rewrap(
          { secret, wrappedKey, masterKeyId: from },
          { workspaceId, providerId, connectionId: id },
        )
        await this.connections.rewrap(tx, id, from, sealed.wrappedKey, sealed.masterKeyId)
      }
      return stale.length + (await this.headers.rewrap(tx, masterKeyId))
    })
  }
}
