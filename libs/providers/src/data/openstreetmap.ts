import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing, placeOf } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'OpenStreetMap'
const ATTRIBUTION = '© OpenStreetMap contributors (ODbL)'
const found = z.object({
  osm_type: z.string(),
  osm_id: z.number(),
  lat: z.string(),
  lon: z.string(),
  name: z.string().nullish(),
  display_name: z.string(),
  category: z.string().nullish(),
  type: z.string().nullish(),
  address: z.record(z.string(), z.string()).nullish(),
  extratags: z.record(z.string(), z.string()).nullish(),
})
const element = z.object({
  type: z.string(),
  id: z.number(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  center: z.object({ lat: z.number(), lon: z.number() }).optional(),
  tags: z.record(z.string(), z.string()).default({}),
})
const overpass = z.object({ elements: z.array(element) })

const settings = z.object({
  baseUrl: baseUrl(
    'https://nominatim.openstreetmap.org',
    'Nominatim; its public server allows one request per second and no bulk use, so host your own for long lists.',
  ),
  overpassUrl: z
    .string()
    .max(500)
    .default('')
    .meta({
      title: 'Overpass URL',
      description:
        'Looks businesses up by their website there instead, such as ' +
        'https://overpass-api.de/api/interpreter; empty: not used.',
    }),
})
type Context = CallContext<z.output<typeof settings>>

export const openstreetmapProvider = defineData({
  id: 'openstreetmap',
  kind: 'data',
  label: 'OpenStreetMap',
  summary: 'Places and businesses from the open map; free, polite, and servers of your own can be named.',
  homepage: 'https://operations.osmfoundation.org/policies/nominatim/',
  keyPage: null,
  key: 'none',
  settings,
  price: { microsPerCall: 0, asOf: '2025-01-01', source: 'https://operations.osmfoundation.org/policies/nominatim/' },
  // The public server’s policy: at most one request per second, from one thread.
  limits: { requestsPerMinute: 55, tokensPerMinute: null, concurrency: 1 },
  provenance: {
    label: 'contract',
    checked: 'The published contract of Nominatim, and tags of real places as Overpass gives them.',
    unchecked: 'No answer of the live servers was available.',
  },
  legacy: null,
  honoursAttemptKey: true,
  answers: [
    'company.name',
    'company.phone',
    'company.email',
    'company.website',
    'company.street',
    'company.city',
    'company.region',
    'company.postal_code',
    'company.country',
    'company.latitude',
    'company.longitude',
    'company.category',
    'company.opening_hours',
  ],
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'search', { q: 'Greenwich Observatory', format: 'jsonv2', limit: 1 }),
      answer: z.array(found),
    })
    return `${SERVICE} answers.`
  },
  call: (request, context) =>
    context.settings.overpassUrl && request.domain ? byWebsite(request, context) : byName(request, context),
})

async function byName(request: DataRequest, context: Context): Promise<DataAnswer> {
  demandOf(SERVICE, request.name)
  const url = urlOf(context.settings.baseUrl, 'search', {
    q: placeOf(request),
    format: 'jsonv2',
    limit: 1,
    addressdetails: 1,
    extratags: 1,
    countrycodes: request.country?.toLowerCase(),
  })
  const [place] = await callJson(context, { service: SERVICE, url, answer: z.array(found) })
  if (!place) return nothing(ATTRIBUTION)
  const { address = {}, extratags = {} } = place
  const tags: Record<string, string> = { ...extratags, name: place.name ?? '' }
  const street = [address?.road, address?.house_number].filter(Boolean).join(' ')
  return answerOf(request, `${place.osm_type}/${place.osm_id}`, tags, {
    street,
    city: address?.city ?? address?.town ?? address?.village,
    region: address?.state,
    postalCode: address?.postcode,
    country: address?.country_code?.toUpperCase(),
    lat: Number(place.lat),
    lon: Number(place.lon),
    category: place.type,
  })
}

async function byWebsite(request: DataRequest, context: Context): Promise<DataAnswer> {
  const domain = request.domain!.replaceAll(/[^a-z0-9.-]/gi, '').replaceAll('.', '\\\\.')
  const query =
    `[out:json][timeout:25];nwr[~"^(contact:)?website$"~"^https?://(www\\\\.)?${domain}(/|$)",i];out ` + 'center 1;'
  const { elements } = await callJson(context, {
    service: SERVICE,
    url: context.settings.overpassUrl,
    body: new URLSearchParams({ data: query }),
    answer: overpass,
  })
  const [place] = elements
  if (!place) return nothing(ATTRIBUTION)
  const { tags } = place
  const street = [tags['addr:street'], tags['addr:housenumber']].filter(Boolean).join(' ')
  return answerOf(request, `${place.type}/${place.id}`, tags, {
    street,
    city: tags['addr:city'],
    region: tags['addr:state'],
    postalCode: tags['addr:postcode'],
    country: tags['addr:country'],
    lat: place.lat ?? place.center?.lat,
    lon: place.lon ?? place.center?.lon,
    category: tags.shop ?? tags.amenity ?? tags.office ?? tags.craft ?? tags.tourism,
  })
}

interface Place {
  street: string
  city: string | undefined
  region: string | undefined
  postalCode: string | undefined
  country: string | undefined
  lat: number | undefined
  lon: number | undefined
  category: string | null | undefined
}

function answerOf(request: DataRequest, id: string, tags: Record<string, string>, place: Place): DataAnswer {
  const values = collectValues(
    request,
    {
      'company.name': tags.name,
      'company.phone': tags.phone ?? tags['contact:phone'],
      'company.email': tags.email ?? tags['contact:email'],
      'company.website': tags.website ?? tags['contact:website'],
      'company.street': place.street,
      'company.city': place.city,
      'company.region': place.region,
      'company.postal_code': place.postalCode,
      'company.country': place.country,
      'company.latitude': place.lat,
      'company.longitude': place.lon,
      'company.category': place.category,
      'company.opening_hours': tags.opening_hours,
    },
    `https://www.openstreetmap.org/${id}`,
  )
  return { values, match: { id, name: tags.name ?? '' }, requestId: null, attribution: ATTRIBUTION }
}
