import { mkdtempSync, statSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MasterKeys } from '@enrichify/platform'
import { expect, it } from 'vitest'
import { SecretVault } from './secret-vault.ts'

const KEY = 'sk-test-0123456789abcdef'
const place = { workspaceId: 'w1', providerId: 'openai', connectionId: 'c1' }
const folder = (): string => mkdtempSync(join(tmpdir(), 'enrichify-vault-'))

it('opens what it sealed, and only in its place', () => {
  const vault = new SecretVault(new MasterKeys(folder(), []))
  const sealed = vault.seal(KEY, place)
  expect(Buffer.concat([sealed.secret, sealed.wrappedKey]).includes(KEY)).toBe(false)
  expect(vault.open(sealed, place)).toBe(KEY)
  for (const other of [
    { ...place, workspaceId: 'w2' },
    { ...place, providerId: 'mistral' },
    { ...place, connectionId: 'c2' },
  ])
    expect(() => vault.open(sealed, other)).toThrow('does not belong here')
})

it('notices every changed byte', () => {
  const vault = new SecretVault(new MasterKeys(folder(), []))
  const sealed = vault.seal(KEY, place)
  for (const part of ['secret', 'wrappedKey'] as const) {
    for (let at = 0; at < sealed[part].length; at++) {
      const changed = Buffer.from(sealed[part])
      changed[at]! ^= 1
      expect(() => vault.open({ ...sealed, [part]: changed }, place)).toThrow()
    }
  }
})

it('is rotated without a pause: another process finds the new master key; old keys work until deleted', () => {
  const directory = folder()
  const vault = new SecretVault(new MasterKeys(directory, []))
  const other = new SecretVault(new MasterKeys(directory, []))
  const old = other.seal(KEY, place)
  const keys = new MasterKeys(directory, [])
  keys.rotate()
  const rotating = new SecretVault(keys)
  const fresh = rotating.rewrap(old, place)
  expect(fresh.masterKeyId).not.toBe(old.masterKeyId)
  expect([vault.open(fresh, place), vault.open(old, place), rotating.open(old, place)]).toEqual([KEY, KEY, KEY])
  keys.dropOld()
  expect(rotating.open(fresh, place)).toBe(KEY)
  expect(() => rotating.open(old, place)).toThrow('master key')
})

it('keeps its master key in a file that no other user may read, and refuses a file that others can', () => {
  const directory = folder()
  const id = new MasterKeys(directory, []).current.id
  const file = join(directory, 'secrets-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(new MasterKeys(directory, []).current.id).toBe(id)
  chmodSync(file, 0o644)
  expect(() => new MasterKeys(directory, []).current).toThrow('chmod 600')
})

it('takes its master keys from the environment, and says what is wrong with a bad one', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  expect(new MasterKeys('/nowhere', [key]).current.key.equals(Buffer.alloc(32, 7))).toBe(true)
  expect(() => new MasterKeys('/nowhere', ['short'])).toThrow('openssl rand')
})
