import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, loadEnv, type Plugin } from 'vite'
import { compression } from 'vite-plugin-compression2'

const api = process.env.API_URL ?? 'http://127.0.0.1:3000'
const root = resolve(import.meta.dirname, '../..')
const served = ['/api', '/health', '/ready', '/metrics']

/** The page brings its styles with it, so nothing has to come before the first paint. The scripts wait for it. */
const scriptsAfterPaint: Plugin = {
  name: 'scripts-after-paint',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace(/<(?:script type="module"|link rel="modulepreload")/g, '$& fetchpriority="low"'),
  },
}

/** What each screen needs, and what loads the others. */
const REACT = /[\\/]node_modules[\\/](?:react|react-dom|react-router|scheduler|@tanstack)[\\/]|vite\/preload-helper/

export default defineConfig(({ command, mode }) => ({
  // The page and the API stay where they are. Only files are looked for elsewhere, for example at a CDN.
  base: command === 'build' ? loadEnv(mode, root, 'ASSETS_BASE').ASSETS_BASE || '/' : '/',
  plugins: [
    react(),
    tailwindcss(),
    scriptsAfterPaint,
    // The server sends these as they are, so it may take its time here.
    compression({ algorithms: ['gzip', 'brotliCompress'], exclude: /\.woff2$/, threshold: 200 }),
  ],
  // The libs are read from their sources: no lib build before the client's.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: {
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, { target: api }])),
      '/live': { target: api, ws: true },
    },
  },
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What changes rarely stays in the browser's cache when the product changes. It comes first, and with
            // Vite's own helper, or the grid's chunk would take both along and every page would need the grid.
            {
              name: 'react',
              test: REACT,
              priority: 1,
            },
            // The grid loads its editor lazily. In a file of its own it comes too late for the first letters.
            { name: 'grid', test: /[\\/]@glideapps[\\/]/ },
          ],
        },
      },
      treeshake: {
        // These modules only build schemas and tables, so what no screen uses need not be downloaded (phone metadata,
        // address ranges).
        moduleSideEffects: (id) => !/[\\/]libs[\\/](?:domain|contracts)[\\/]/.test(id),
      },
    },
  },
}))
