// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { createServer } from 'node:http'

export const forbidden = createServer
