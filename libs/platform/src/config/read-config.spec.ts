import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, renderEnvExample } from './read-config.ts'

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}).PORT).toBe(3000)
    expect(readConfig({}).HOST).toBe('127.0.0.1')
  })
  it('names every bad setting and prints no value', () => {
    const read = () => readConfig({ PORT: 'abc', AUTH_SECRET: 'short-secret' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/PORT[\s\S]*AUTH_SECRET/)
    expect(read).not.toThrow(/short-secret/)
  })
  it('.env.example is what the schema generates', () => {
    expect(readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')).toBe(renderEnvExample())
  })
})
