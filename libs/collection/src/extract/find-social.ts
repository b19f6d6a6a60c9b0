import { joined } from '@enrichify/domain'
import type { SocialProfile } from '@enrichify/domain'

/** Per network: its hosts, the form of a profile’s path, and paths that are never one. */
const NETWORKS: { network: string; host: RegExp; path: RegExp; form?: (path: string) => string; home: string }[] = [
  {
    network: 'facebook',
    host: /(?:^|\.)(?:facebook\.com|fb\.com|fb\.me)$/,
    path: /^\/(?:pages\/[^/]+\/\d+|people\/[^/]+\/\d+|pg\/[\w.-]+|profile\.php|[\w.-]{3,})\/?$/,
    home: 'facebook.com',
  },
  {
    network: 'linkedin',
    host: /(?:^|\.)linkedin\.com$/,
    path: /^\/(?:company|in|school|showcase|pub|organization)\/[^/]+/,
    home: 'linkedin.com',
  },
  { network: 'x', host: /(?:^|\.)(?:twitter|x)\.com$/, path: /^\/(?:#!\/)?@?\w{1,20}\/?$/, home: 'x.com' },
  { network: 'instagram', host: /(?:^|\.)instagram\.com$/, path: /^\/[\w.]{2,}\/?$/, home: 'instagram.com' },
  {
    network: 'youtube',
    host: /(?:^|\.)youtube\.com$/,
    path: /^\/(?:channel|user|c)\/[^/]+|^\/@[^/]+|^\/[A-Za-z]\w{3,}\/?$/,
    home: 'youtube.com',
  },
  { network: 'tiktok', host: /(?:^|\.)tiktok\.com$/, path: /^\/@[\w.]+/, home: 'tiktok.com' },
  { network: 'pinterest', host: /(?:^|\.)pinterest\.[a-z.]{2,6}$/, path: /^\/\w{3,}\/?$/, home: 'pinterest.com' },
  {
    network: 'xing',
    host: /(?:^|\.)xing\.com$/,
    path: /^\/(?:companies|pages|profile|company)\/[^/]+/,
    home: 'xing.com',
  },
  { network: 'vimeo', host: /(?:^|\.)vimeo\.com$/, path: /^\/[A-Za-z]\w{2,}\/?$/, home: 'vimeo.com' },
  { network: 'github', host: /^(?:www\.)?github\.com$/, path: /^\/[\w-]+\/?$/, home: 'github.com' },
  { network: 'threads', host: /(?:^|\.)threads\.(?:net|com)$/, path: /^\/@[\w.]+/, home: 'threads.net' },
  { network: 'bluesky', host: /^bsky\.app$/, path: /^\/profile\/[^/]+/, home: 'bsky.app' },
  { network: 'mastodon', host: /^(?:mastodon\.\w+|mstdn\.\w+)$/, path: /^\/@\w+\/?$/, home: '' },
  { network: 'yelp', host: /(?:^|\.)yelp\.[a-z.]{2,6}$/, path: /^\/biz\/[^/]+/, home: 'yelp.com' },
  { network: 'flickr', host: /(?:^|\.)flickr\.com$/, path: /^\/(?:photos|people)\/[^/]+\/?$/, home: 'flickr.com' },
]
const NOT_A_PROFILE = new RegExp(
  joined`
    ^\/(?:
      share|sharer|sharer\.php|share\.php|intent|home|home\.php|login|signup|dialog|plugins|tr
      |hashtag|search|explore|watch|embed|playlist|results|feed|about|privacy|terms|help|legal
      |policies|policy|l\.php|groups|events|shareArticle|pin|p|reel|status|widgets|settings|i|oauth
      |account|accounts|business|developers|download|jobs|features|pricing|contact|site|blog|apps
      |upload|premium|gaming|ads|shorts|badges
    )(?:[/?#.]|$)
  `,
  'i',
)

/**
 * The profile that a URL is, canonical (`https`, no query, no `www.`). Null for share buttons, posts and other pages
 * of a network.
 */
export function socialProfileOf(url: string): SocialProfile | null {
  let parsed: URL
  try {
    parsed = new URL(url.trim())
  } catch {
    return null
  }
  if (!/^https?:$/.test(parsed.protocol)) return null
  const host = parsed.hostname.toLowerCase()
  const entry = NETWORKS.find((each) => each.host.test(host))
  if (!entry) return null
  const path = parsed.hash.startsWith('#!/') && parsed.pathname === '/' ? parsed.hash.slice(2) : parsed.pathname
  if (NOT_A_PROFILE.test(path) || !entry.path.test(path)) return null
  const id = path.endsWith('profile.php') ? `?id=${parsed.searchParams.get('id') ?? ''}` : ''
  if (id === '?id=') return null
  const home = entry.home || host
  return { network: entry.network, url: `https://${home}${path.replace(/(?<!\/)\/+$/, '')}${id}` }
}
