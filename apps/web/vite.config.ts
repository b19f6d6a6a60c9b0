import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

const api = process.env.API_URL ?? 'http://127.0.0.1:3000'
const served = ['/api', '/health', '/ready', '/metrics']

export default defineConfig({
  plugins: [react(), tailwindcss()],
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
            // The grid loads its editor lazily. In a file of its own it comes too late for the first letters.
            { name: 'grid', test: /[\\/]@glideapps[\\/]/ },
            // What changes rarely stays in the browser's cache when the product changes.
            { name: 'react', test: /[\\/]node_modules[\\/](?:react|react-dom|react-router|scheduler|@tanstack)[\\/]/ },
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
})
