import { joined, words } from '@enrichify/domain'
import type { Entity } from './entities.ts'

const NOT_ORGANISATIONS = new Set(
  words(`
    Person PostalAddress Article NewsArticle BlogPosting Product Offer AggregateOffer Review
    AggregateRating Rating WebPage WebSite BreadcrumbList ListItem ItemList ImageObject VideoObject
    Event SearchAction ContactPoint GeoCoordinates OpeningHoursSpecification Thing CreativeWork Recipe
    JobPosting FAQPage Question Answer Comment UserComments Brand Service Country State City Place
    AboutPage ContactPage CollectionPage SiteNavigationElement WPHeader WPFooter QuantitativeValue
    MonetaryAmount Book Movie MusicRecording MusicAlbum SoftwareApplication Course HowTo Dataset
    EntryPoint Blog ItemPage ProfilePage Card VCard Address Action PropertyValue
  `),
)
const ORGANISATION_NAMES = new RegExp(
  joined`
    (?:
      Organization|Business|Corporation|Store|Shop|Restaurant|Hotel|Agency|Company|Service|Dentist
      |Physician|Attorney|Clinic|Hospital|School|University|College|Office|Salon|Center|Centre|Bank
      |Club|Gym|Cafe|Bar|Pub|Brewery|Winery|Bakery|Contractor|Plumber|Electrician|Locksmith|Library
      |Museum|Church|Team|Group|NGO|Airline|Pharmacy|Optician|Lodging|BedAndBreakfast|Motel|Hostel
      |Resort|Campground|Notary|Florist|Dealer|Rental|Repair|Wash|Parlor|Spa|Studio|VeterinaryCare
      |Theater|Cinema|Casino|Zoo|Park|Station|Agent|Painter
    )$
  `,
)

/** Whether an entity is a business, an institution or a place with a name and a door. */
export function isOrganisation(entity: Entity): boolean {
  return entity.types.some((type) => !NOT_ORGANISATIONS.has(type) && ORGANISATION_NAMES.test(type))
}

export function isPerson(entity: Entity): boolean {
  return entity.types.some((type) => type === 'Person' || type === 'Patient' || type === 'IndividualPhysician')
}
