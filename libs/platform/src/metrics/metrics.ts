import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10]

/** One registry per process. Names follow Prometheus’ habits (base units, `_total` for counters). */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'enrichify_' })
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'enrichify_http_request_seconds',
      help: 'Time to answer an HTTP request',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    jobs: new Gauge({
      name: 'enrichify_queue_jobs',
      help: 'Jobs per queue and state',
      labelNames: ['queue', 'state'],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'enrichify_job_seconds',
      help: 'Time of one try of a job',
      labelNames: ['job', 'outcome'],
      buckets: [...SECONDS, 60, 600],
      registers,
    }),
    transactionSeconds: new Histogram({
      name: 'enrichify_database_transaction_seconds',
      help: 'Time of a transaction, with the wait for its connection',
      labelNames: ['outcome'],
      buckets: SECONDS,
      registers,
    }),
    connections: new Gauge({
      name: 'enrichify_database_connections',
      help: 'Connections of the pool: open, idle, and requests that wait for one',
      labelNames: ['state'],
      registers,
    }),
    sockets: new Gauge({ name: 'enrichify_sockets', help: 'Open sockets', registers }),
    limitsHit: new Counter({
      name: 'enrichify_limits_hit_total',
      help: 'Requests, messages and connections that were refused by a limit',
      labelNames: ['limit'],
      registers,
    }),
    calls: new Counter({
      name: 'enrichify_provider_calls_total',
      help: 'Calls of outside services, by how they ended',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    pages: new Counter({
      name: 'enrichify_page_fetches_total',
      help: 'Pages that were asked for, by how that ended',
      labelNames: ['outcome'],
      registers,
    }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
