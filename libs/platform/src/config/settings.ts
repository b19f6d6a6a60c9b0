import { z } from 'zod'

const flag = z.stringbool()
const list = z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
const port = z.coerce.number().int().min(0).max(65_535)

interface Setting<S extends z.ZodType = z.ZodType> {
  schema: S
  /** The text as it would be in the environment. Null: unset. */
  default: string | null
  /** One sentence: what it does, and the reason of any bound. */
  about: string
  section: 'Server' | 'Data' | 'Accounts' | 'Providers' | 'Collection' | 'Worker'
}

const setting = <S extends z.ZodType>(section: Setting['section'], schema: S, fallback: string | null, about: string) =>
  ({ section, schema, default: fallback, about }) satisfies Setting<S>

/** Every setting. `.env.example` is generated from this table, and a test compares the two. */
export const SETTINGS = {
  HOST: setting(
    'Server',
    z.string().min(1),
    '127.0.0.1',
    'Address to listen on; loopback by default, so that a fresh install is not on the network.',
  ),
  PORT: setting('Server', port, '3000', 'Port of the API and the web client; 0 takes a free one.'),
  WORKER_METRICS_PORT: setting(
    'Server',
    port,
    '0',
    'Port on HOST where a worker tells its metrics (/metrics) and whether it is ready (/ready); 0: none.',
  ),
  PUBLIC_URL: setting(
    'Server',
    z.url().optional(),
    null,
    'Address that people use, when a proxy is in front; an https address makes cookies secure.',
  ),
  ALLOWED_HOSTS: setting(
    'Server',
    list,
    '',
    'Other names or addresses that people open, such as 192.168.1.5; localhost and PUBLIC_URL always work.',
  ),
  ASSETS_BASE: setting(
    'Server',
    z.union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/(?!\/)/)]).refine((base) => base.endsWith('/')),
    '/',
    "Path or URL, ending in /, under which browsers find the client's files, for example that of a CDN in front; the " +
      'client is built with it.',
  ),
  LOG_LEVEL: setting(
    'Server',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'info',
    'Least severe level that is written.',
  ),
  DATA_DIR: setting(
    'Data',
    z.string().min(1),
    '.data',
    'Folder of the embedded PostgreSQL, stored pages, uploads, exports and generated secrets.',
  ),
  DATABASE_URL: setting(
    'Data',
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    null,
    'External PostgreSQL (15.18, 16.14, 17.10, 18.4 or later); its user owns the tables and needs ' +
      'CREATE on the database and CREATEROLE, or DATABASE_APP_URL. Unset: the embedded one.',
  ),
  DATABASE_APP_URL: setting(
    'Data',
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    null,
    'The role that serves requests, owning no table and without BYPASSRLS; unset: the role ' +
      'enrichify_app is made and taken on by SET ROLE.',
  ),
  DATABASE_POOL: setting(
    'Data',
    z.coerce.number().int().min(4).max(200),
    '16',
    'Connections per process; with fewer than 4 the queue would wait for itself.',
  ),
  REDIS_URL: setting(
    'Data',
    z.url({ protocol: /^rediss?$/ }).optional(),
    null,
    'Moves queues, live events and limits from PostgreSQL to Redis.',
  ),
  REDIS_ALLOW_UNSAFE: setting(
    'Data',
    flag,
    'false',
    'Accept a Redis that may lose jobs (no append-only file, or an eviction policy); for trials only.',
  ),
  MAX_UPLOAD_MB: setting(
    'Data',
    z.coerce.number().int().min(1).max(10_240),
    '512',
    'Largest file that an import or an archive upload accepts.',
  ),
  EXPORT_HOURS: setting(
    'Data',
    z.coerce.number().min(0.01).max(8760),
    '24',
    'Exported files are removed after this many hours.',
  ),
  DOWNLOAD_LINK_MINUTES: setting(
    'Data',
    z.coerce.number().min(1).max(1440),
    '15',
    'A download link works for this many minutes.',
  ),
  AUTH_SECRET: setting(
    'Accounts',
    z.string().min(32).optional(),
    null,
    'Signs access tokens and download links; at least 32 characters. Unset: generated into DATA_DIR with rights 600.',
  ),
  ACCESS_TOKEN_MINUTES: setting(
    'Accounts',
    z.coerce.number().min(1).max(60),
    '10',
    'Life of an access token; short, because it cannot be taken back.',
  ),
  REFRESH_TOKEN_DAYS: setting(
    'Accounts',
    z.coerce.number().min(1).max(365),
    '30',
    'Life of a refresh token, counted from its last use.',
  ),
  REQUESTS_PER_PRINCIPAL: setting(
    'Accounts',
    z.coerce.number().int().min(0),
    '3000',
    'Requests that one person or API token may send an API process in a minute; 0: no limit.',
  ),
  REQUESTS_PER_ADDRESS: setting(
    'Accounts',
    z.coerce.number().int().min(0),
    '6000',
    'The same for one network address, signed in or not; an office may share one.',
  ),
  WORK_PER_PRINCIPAL: setting(
    'Accounts',
    z.coerce.number().int().min(0),
    '120',
    'How often a minute one of them may start the same kind of work: imports, exports, runs, tests, chats.',
  ),
  SECRETS_KEY: setting(
    'Providers',
    list,
    '',
    'Master keys for stored service keys: base64 of 32 bytes each, the current one first, older ones ' +
      'after it while a rotation is under way. Unset: generated into DATA_DIR with rights 600.',
  ),
  PROVIDER_TIMEOUT_SECONDS: setting(
    'Providers',
    z.coerce.number().min(1).max(600),
    '120',
    'A call without an answer after so many seconds is given up; whether the provider charged is then unknown.',
  ),
  CALL_CACHE_DAYS: setting(
    'Providers',
    z.coerce.number().min(0).max(3650),
    '30',
    'The very same request is answered from the ledger for this many days instead of being paid again; 0 ' +
      'switches this off.',
  ),
  CRAWLER_CONTACT: setting(
    'Collection',
    z.string().max(200).optional(),
    null,
    'Address or URL named in the user agent, so that a site can reach the operator.',
  ),
  ALLOWED_PRIVATE_HOSTS: setting(
    'Collection',
    list,
    '',
    'Private hosts (host, host:port or CIDR) that may be fetched; all other private hosts are refused.',
  ),
  OFFLINE: setting(
    'Collection',
    flag,
    'false',
    'Refuse every request that would leave; pages come from archives only.',
  ),
  BROWSER: setting(
    'Collection',
    z.enum(['auto', 'off']),
    'auto',
    'Render pages that are empty without scripts in Chromium.',
  ),
  CHROMIUM_PATH: setting(
    'Collection',
    z.string().optional(),
    null,
    'Chromium to use; unset: an installed one, else the one that comes with the project.',
  ),
  WORKER_QUEUES: setting('Worker', list, 'enrichment,imports,exports,chats', 'Queues that this worker process serves.'),
  CRASH_AT: setting('Worker', z.string().optional(), null, 'For drills only: the process dies at this crash point.'),
  WORKER_CONCURRENCY: setting(
    'Worker',
    z.coerce.number().int().min(1).max(100),
    '4',
    'Jobs that one worker process runs at a time in each queue; batches of runs: for each workspace.',
  ),
} satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS
export type Config = { [N in SettingName]: z.output<(typeof SETTINGS)[N]['schema']> }
