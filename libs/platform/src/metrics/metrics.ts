import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** One registry per process. Names follow Prometheus’ habits (base units, `_total` for counters). */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'enrichify_' })
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'enrichify_http_request_seconds',
      help: 'Time to answer an HTTP request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    }),
    jobs: new Gauge({
      name: 'enrichify_queue_jobs',
      help: 'Jobs per queue and state',
      labelNames: ['queue', 'state'],
      registers: [registry],
    }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
