import { expect, it } from 'vitest'
import { isOwnHost } from './answer-headers.ts'

const own = { PUBLIC_URL: 'https://list.example/base', ALLOWED_HOSTS: ['Office', '192.168.1.5'] }

it.each([
  'localhost',
  'LOCALHOST:3000',
  'enrichify.localhost:80',
  '127.0.0.1:3000',
  '127.1.2.3',
  '[::1]:3000',
  'list.example',
  'list.example:443',
  'office:3000',
  '192.168.1.5:3000',
])('%s is ours', (host) => expect(isOwnHost(host, own)).toBe(true))

it.each([
  undefined,
  '',
  ':3000',
  'evil.example',
  'localhost.evil.example',
  'notlocalhost',
  '127.0.0.1.evil.example',
  'list.example.evil.example',
  'evil-list.example',
  '192.168.1.50',
  '[::1].evil.example',
  '10.0.0.1',
])('%s is not', (host) => expect(isOwnHost(host, own)).toBe(false))
