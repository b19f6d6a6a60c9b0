/** Words that a person’s name does not contain: places, streets, firms, pages, products, times. Folded. */
export const NOT_NAMES = `
  arbor oaks rapids vineyard gables heights springs falls grove junction harbor harbour mesa township shores
  forks corners prairie production companies contractor repair regards kind manage reports programmer analysts
  software developers airlines airways moving movers tutoring professional networks towel rail works hills box
  chat live share tier earnings zoom tilt manor nagar marg shop puram street st avenue ave road rd drive dr lane
  boulevard blvd suite court place square park parkway highway way building house tower center centre plaza
  floor hall bridge valley hill hills lake river creek island islands beach bay ocean mountain mountains city
  county town village state states north south east west northern southern eastern western central coast inc llc
  ltd limited corp corporation company co gmbh ag group holdings partners associates agency services service
  solutions systems technologies technology consulting construction engineering industries international global
  enterprises foundation institute university college school academy church hospital clinic medical dental
  health care center bank insurance mortgage realty properties property estate homes home design designs studio
  studios media marketing digital web website online store shop market restaurant cafe hotel inn club
  association society council committee department office team staff board management sales support customer
  client clients product products project projects program programs news events event blog press contact about
  us our your my the a an and or of for with from by at in on to is are was read more view click here login log
  sign register search menu close open next previous back top page pages site map privacy policy terms
  conditions copyright all rights reserved free new best great good happy special offer offers save sale price
  prices buy order cart checkout shipping delivery returns payment account password email phone fax tel mobile
  address hours monday tuesday wednesday thursday friday saturday sunday january february march july september
  october november december jan feb mar apr jun jul aug sep oct nov dec spring winter holiday christmas easter
  thanksgiving year years day days week weeks month months time today tomorrow american canadian british english
  german french italian spanish european asian african australian irish scottish america united kingdom states
  usa uk canada england scotland wales ireland germany france italy spain australia texas california florida
  york jersey mexico angeles francisco vegas chicago boston seattle denver atlanta dallas houston phoenix miami
  london paris berlin toronto vancouver sydney melbourne washington oregon ohio michigan illinois indiana kansas
  colorado arizona nevada utah virginia carolina georgia tennessee kentucky alabama louisiana minnesota
  wisconsin iowa missouri montana idaho wyoming nebraska oklahoma arkansas maine vermont facebook twitter
  linkedin google youtube instagram pinterest yelp microsoft apple windows adobe android iphone wordpress amazon
  ebay paypal visa mastercard american-express ford chevrolet toyota honda bmw mercedes audi nissan hp dell
  epson canon brother samsung sony lexmark xerox testimonials testimonial reviews review gallery portfolio faq
  faqs resources links careers jobs employment locations location directions history mission vision values story
  overview introduction welcome thank thanks dear hello question questions answer answers help learn download
  video videos photo photos image images featured latest recent popular related quick request quote estimate
  appointment schedule call toll fees rates financing credit loan loans law legal injury accident personal
  criminal family divorce business commercial residential industrial general corporate public private national
  local regional community senior junior executive chief vice president director manager officer owner founder
  chairman partner associate assistant coordinator specialist consultant engineer technician attorney lawyer
  doctor dentist nurse agent broker realtor accountant administrator representative supervisor editor author
  professor teacher trainer bedroom kitchen bathroom living dining room furniture wood glass steel metal water
  air oil gas power energy light lighting electric electronic digital mobile wireless software hardware computer
  network security camera cameras system data cloud mac book prize award awards day memorial fund trust act code
  section article chapter part volume edition series model type size color black white red blue green yellow
  gold silver brown grey gray orange purple pink ink toner cartridge laser printer paper label printers hot cool
  big small little high low long short full half double single first second third last one two three four five
  six seven eight nine ten more less most least other another each every some any no not only just also even
  still yet own such than too very can will do did does has have had be been being if then else when where why
  how what who which whose this that these those there it its they them their he she his her him we you i me und
  oder der die das ein eine mit von fur bei uber unsere ihr sie wir straße strasse platz telefon kontakt
  impressum datenschutz agb startseite aktuelles leistungen produkte unternehmen et ou le la les un une des du
  avec pour nous vous votre notre accueil contactez produits mentions legales y o el los las una con para por
  nosotros inicio contacto productos servicios empresa e il lo gli con per noi home chi siamo contatti prodotti
  servizi azienda het een en van voor met ons over contact producten diensten
`

/** Ordinary words that are common surnames too. Behind a given name that is nothing else they are one. */
export const SURNAMES = `
  white green brown black gray grey gold short long little day price church hall page law best cook wood woods
  banks king fields love rich power cross sweet lane west wells brooks rivers lake park bridge young small story
  field marks stone steel winter may march parks weeks good cash bond sterling case moon field bell ball bush
  ford dell prince duke glass light summer holiday chase frost snow rose wolf fox bird fish lamb bean rice
  coffee mills miller baker carpenter mason taylor smith cooper turner fisher potter shepherd gardener porter
  butler chancellor dean pope bishop abbott monk knight earl baron
`

/** Words that begin the name of a city. */
export const CITY_FIRST = `
  san los las santa fort port saint st mount mt new el la lake palm cape grand salt little south north east west
  upper lower great royal big glen palo del point long royal
`
