import { joined } from '@enrichify/domain'
/**
 * What elements say about themselves in tag, class, id and role. The place in this list is the bit and the feature of
 * the model, so a change of order or number needs a new training.
 */
const hints: readonly [name: string, words: RegExp | null, tags: readonly string[]][] = [
  [
    'navigation',
    /(?:^|[^a-z])(?:nav|navbar|navigation|menu|submenu|megamenu|topbar)(?:$|[^a-z])|navbar|nav-|menu/,
    ['nav'],
  ],
  ['footer', /foot|copyright|colophon|legal/, ['footer']],
  ['header', /(?:^|[^a-z])(?:header|masthead|banner|top|logo|branding)(?:$|[^a-z])|site-?head/, ['header']],
  ['aside', /side-?bar|aside|widget|(?:^|[^a-z])(?:rail|side|secondary|complementary)(?:$|[^a-z])/, ['aside']],
  ['comments', /comment|disqus|respond|discussion/, []],
  ['sharing', /shar(?:e|ing)|social|follow|facebook|twitter|addtoany|sns/, []],
  [
    'related',
    new RegExp(
      joined`
        related|recommend|read-?(?:more|next)|more-(?:from|stories|posts|articles)|popular|trending
        |latest|recent|suggest|similar|also-?like|upsell|cross-?sell
      `,
    ),
    [],
  ],
  [
    'advertising',
    /(?:^|[^a-z])(?:ads?|advert\w*|adsense|sponsor\w*|promo\w*|dfp|gpt|outbrain|taboola|affiliate)(?:$|[^a-z])|advert/,
    [],
  ],
  [
    'overlay',
    /cookie|consent|gdpr|modal|popup|pop-up|overlay|dialog|lightbox|toast|tooltip|paywall|offcanvas|drawer/,
    ['dialog'],
  ],
  ['newsletter', /newsletter|subscri|sign-?up|opt-?in|mailchimp|lead-?form|cta|call-to-action/, []],
  ['breadcrumb', /bread-?crumb|crumbs/, []],
  ['byline', /by-?line|author|meta|date|time|posted|publish|dateline|credit|avatar|bio/, ['time', 'address']],
  ['tags', /(?:^|[^a-z])(?:tags?|tagged|categor\w*|topics?|labels?|keywords?)(?:$|[^a-z])/, []],
  ['article', /article|(?:^|[^a-z])(?:post|entry|story|blog)(?:$|[^a-z])|post-|entry-|story|hentry/, ['article']],
  [
    'content',
    /content|(?:^|[^a-z])(?:main|body|text|copy|prose|markdown|rte|rich-?text|wysiwyg)(?:$|[^a-z])/,
    ['main'],
  ],
  ['description', /descri|summary|excerpt|intro|lead|overview|detail|abstract/, []],
  ['product', /product|price|cart|sku|shop|buy|stock|woocommerce/, []],
  ['message', /message|reply|thread|forum|topic|answer|question|postbody|post-?text/, []],
  ['review', /review|rating|testimonial|feedback/, []],
  ['card', /card|grid|tile|item|teaser|thumb|carousel|slider|swiper|slick|gallery/, []],
  ['hero', /hero|jumbotron|splash|headline|title|heading/, []],
  ['paging', /pag(?:ination|er|ing)|prev|next|load-?more|wp-pagenavi/, []],
  ['contents', /(?:^|[^a-z])(?:toc|table-of-contents|contents-list)(?:$|[^a-z])|toc|on-this-page|anchor-list/, []],
  ['searching', /search|login|log-?in|signin|account|filter|facet|sort|language|locale|currency/, []],
  ['form', /form|input|button|btn/, ['form', 'button', 'label', 'fieldset']],
  ['section', null, ['section']],
  ['table', null, ['table']],
  ['list', null, ['ul', 'ol', 'dl']],
  ['figure', /caption|figure|image|photo|media|video/, ['figure', 'figcaption']],
  ['code', /code|highlight|syntax/, ['pre', 'code']],
  ['quote', null, ['blockquote']],
  ['folded', /collaps|accordion|tab-?(?:pane|panel|content)|faq|expand/, ['details']],
]

export const hintCount = hints.length

const roles: Record<string, string> = {
  navigation: 'nav',
  contentinfo: 'footer',
  banner: 'header',
  complementary: 'aside',
  main: 'main',
  article: 'article',
  dialog: 'dialog',
  alertdialog: 'dialog',
  search: 'form',
}
const byTag = new Map<string, number>()
hints.forEach(([, , tags], bit) => {
  for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? 0) | (1 << bit))
})
const byWords = new Map<string, number>()

/** Bits of the hints that an element gives. Class lists repeat over a page and a site, so each is read once. */
export function hintsOf(name: string, attribs: Record<string, string>): number {
  const role = attribs.role === undefined ? undefined : roles[attribs.role]
  const tagged = (byTag.get(name) ?? 0) | (role === undefined ? 0 : (byTag.get(role) ?? 0))
  const text = `${attribs.class ?? ''} ${attribs.id ?? ''}`
  if (text === ' ') return tagged
  const key = text.length > 300 ? text.slice(0, 300) : text
  let words = byWords.get(key)
  if (words === undefined) {
    words = 0
    // camelCase ids become words, so that the boundaries of the expressions hold.
    const spread = key.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
    for (let bit = 0; bit < hints.length; bit++) if (hints[bit]?.[1]?.test(spread)) words |= 1 << bit
    // Class names of hostile or generated pages never repeat. The memory must not grow with them.
    if (byWords.size > 20_000) byWords.clear()
    byWords.set(key, words)
  }
  return tagged | words
}
