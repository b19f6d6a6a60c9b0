import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { GivenUp } from '@enrichify/domain'
import { MasterKeys } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'

export interface SealedSecret {
  secret: Buffer
  wrappedKey: Buffer
  masterKeyId: string
}

/**
 * The owner of a secret. It is authenticated with the ciphertext, so a copy in the row of another workspace or
 * provider does not open.
 */
export interface SecretPlace {
  workspaceId: string
  providerId: string
  connectionId: string
}

const NONCE = 12
const TAG = 16

/**
 * Envelope encryption: each secret under its own data key, the data key under the installation's master key; both
 * AES-256-GCM.
 */
@Injectable()
export class SecretVault {
  constructor(private readonly masters: MasterKeys) {}

  seal(text: string, place: SecretPlace): SealedSecret {
    const dataKey = randomBytes(32)
    const master = this.masters.current
    return {
      secret: encrypt(dataKey, Buffer.from(text, 'utf8'), place),
      wrappedKey: encrypt(master.key, dataKey, place),
      masterKeyId: master.id,
    }
  }

  open(sealed: SealedSecret, place: SecretPlace): string {
    return decrypt(this.#dataKey(sealed, place), sealed.secret, place).toString('utf8')
  }

  /** The same secret under the current master key; the secret itself does not change. */
  rewrap(sealed: SealedSecret, place: SecretPlace): SealedSecret {
    const master = this.masters.current
    return {
      secret: sealed.secret,
      wrappedKey: encrypt(master.key, this.#dataKey(sealed, place), place),
      masterKeyId: master.id,
    }
  }

  #dataKey(sealed: SealedSecret, place: SecretPlace): Buffer {
    const master = this.masters.find(sealed.masterKeyId)
    if (!master)
      throw new GivenUp(
        'master_key_missing',
        'The master key of this stored key is missing. ' +
          'Put it back (SECRETS_KEY or the file in DATA_DIR), or enter the key again.',
      )
    return decrypt(master.key, sealed.wrappedKey, place)
  }
}

function encrypt(key: Buffer, plain: Buffer, place: SecretPlace): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Buffer, place: SecretPlace): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(
      aad(place),
    )
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
  } catch {
    throw new GivenUp('secret_damaged', 'A stored key does not belong here or is damaged. Enter it again.')
  }
}

function aad({ workspaceId, providerId, connectionId }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([workspaceId, providerId, connectionId]))
}
