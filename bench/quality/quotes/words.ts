/** What a page says around a fact, in its language. `%` marks the place of the fact. */
export interface Language {
  code: string
  filler: readonly string[]
  phone: string
  staff: string
  founded: string
  revenue: string
  yes: string
  no: string
  open: string
  about: string
}

const language = (code: string, filler: string, words: string): Language => {
  const [phone, staff, founded, revenue, yes, no, open, about] = words.split('|') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return { code, filler: filler.split('|'), phone, staff, founded, revenue, yes, no, open, about }
}

const ARABIC = {
  filler: 'نعمل مع عملاء من كل الأحجام.|فريقنا في انتظاركم.',
  labels: 'هاتف|الموظفون|تأسست|الإيرادات|Yes|No|الوصول|من نحن',
}

const THAI = {
  filler: 'เราทำงานกับลูกค้าทุกขนาด|ทีมงานของเรายินดีให้บริการ',
  labels: 'โทร|พนักงาน|ก่อตั้ง|รายได้|Yes|No|ทางลาด|เกี่ยวกับเรา',
}

export const LANGUAGES: readonly Language[] = [
  language(
    'en',
    'We work with customers of every size.|Our team looks forward to hearing from you.|All prices are ' +
      'subject to change.',
    'Phone|Employees|Founded|Revenue|Yes|No|Wheelchair access|About us',
  ),
  language(
    'de',
    'Wir arbeiten mit Kunden jeder Größe.|Unser Team freut sich auf Sie.|Alle Preise verstehen sich ' +
      'zuzüglich Umsatzsteuer.',
    'Telefon|Mitarbeiter|Gegründet|Umsatz|Ja|Nein|Barrierefrei|Über uns',
  ),
  language(
    'fr',
    'Nous travaillons avec des clients de toutes tailles.|Notre équipe est à votre écoute.|L’accueil ' +
      'est ouvert à tous.',
    'Téléphone|Salariés|Création|Chiffre d’affaires|Oui|Non|Accès handicapés|Qui sommes-nous',
  ),
  language(
    'es',
    'Trabajamos con clientes de todos los tamaños.|Nuestro equipo espera su llamada.|Los precios pueden cambiar.',
    'Teléfono|Empleados|Fundación|Ingresos|Sí|No|Acceso adaptado|Quiénes somos',
  ),
  language(
    'it',
    'Lavoriamo con clienti di ogni dimensione.|Il nostro gruppo vi aspetta.|I prezzi possono cambiare.',
    'Telefono|Dipendenti|Fondazione|Fatturato|Sì|No|Accesso disabili|Chi siamo',
  ),
  language(
    'pt',
    'Trabalhamos com clientes de todos os tamanhos.|A nossa equipa espera por si.|Os preços podem mudar.',
    'Telefone|Colaboradores|Fundação|Receita|Sim|Não|Acesso adaptado|Sobre nós',
  ),
  language(
    'nl',
    'Wij werken met klanten van elke omvang.|Ons team hoort graag van u.|Prijzen kunnen veranderen.',
    'Telefoon|Medewerkers|Opgericht|Omzet|Ja|Nee|Rolstoeltoegankelijk|Over ons',
  ),
  language(
    'pl',
    'Pracujemy z klientami każdej wielkości.|Nasz zespół czeka na kontakt.|Ceny mogą się zmienić.',
    'Telefon|Pracownicy|Założona|Przychody|Tak|Nie|Dostęp dla wózków|O nas',
  ),
  language(
    'cs',
    'Pracujeme se zákazníky každé velikosti.|Náš tým se těší na vaši zprávu.',
    'Telefon|Zaměstnanci|Založeno|Obrat|Yes|No|Bezbariérový přístup|O nás',
  ),
  language(
    'sv',
    'Vi arbetar med kunder av alla storlekar.|Vårt lag ser fram emot att höra från er.',
    'Telefon|Anställda|Grundat|Omsättning|Ja|Nej|Rullstolsanpassat|Om oss',
  ),
  language(
    'tr',
    'Her büyüklükte müşteriyle çalışıyoruz.|Ekibimiz sizi bekliyor.',
    'Telefon|Çalışan|Kuruluş|Ciro|Yes|No|Engelli erişimi|Hakkımızda',
  ),
  language(
    'ru',
    'Мы работаем с клиентами любого размера.|Наша команда ждёт вас.',
    'Телефон|Сотрудники|Основана|Выручка|Yes|No|Доступ|О нас',
  ),
  language(
    'el',
    'Συνεργαζόμαστε με πελάτες κάθε μεγέθους.|Η ομάδα μας σας περιμένει.',
    'Τηλέφωνο|Προσωπικό|Ίδρυση|Έσοδα|Yes|No|Πρόσβαση|Σχετικά',
  ),
  language('ar', ARABIC.filler, ARABIC.labels),
  language('he', 'אנו עובדים עם לקוחות בכל גודל.|הצוות שלנו מחכה לכם.', 'טלפון|עובדים|נוסדה|הכנסות|Yes|No|גישה|אודות'),
  language(
    'ja',
    '大小さまざまなお客様とお取引しています。|お気軽にお問い合わせください。',
    '電話|従業員数|設立|売上高|Yes|No|バリアフリー|会社概要',
  ),
  language('zh', '我们服务各种规模的客户。|欢迎与我们联系。', '电话|员工人数|成立|营业额|Yes|No|无障碍|关于我们'),
  language(
    'ko',
    '다양한 규모의 고객과 함께합니다.|언제든지 문의해 주세요.',
    '전화|직원 수|설립|매출|Yes|No|휠체어|회사 소개',
  ),
  language(
    'hi',
    'हम हर आकार के ग्राहकों के साथ काम करते हैं।|हमारी टीम आपकी प्रतीक्षा में है।',
    'फ़ोन|कर्मचारी|स्थापना|राजस्व|Yes|No|पहुँच|हमारे बारे में',
  ),
  language('th', THAI.filler, THAI.labels),
]
export const ENGLISH = LANGUAGES[0] as Language

const list = (text: string) => text.split(' ')
export const GIVEN = list(
  'Ann Maria Jonas Clara Yusuf Priya Henrik Aoife Tomás Zofia Declan Ines Omar Lucía Bjørn Chiara',
)
export const FAMILY = list(
  'Keller Okafor Lindqvist Moriarty Novak Sørensen Duval Rossi Tanaka Byrne Haddad Castro Weiss Kovács',
)
export const STEMS = list(
  'Northwind Bluestone Harbour Kestrel Larkfield Oakmere Quillon Redfern Silverline Tamarind Umbra ' +
    'Vantage Willowby Zephyr Corbel Dunmore',
)
export const TRADES = list(
  'Bakery Tools Logistics Textiles Optics Roofing Printing Foods Robotics Ceramics Timber Software',
)
export const CITIES = list('Leeds Porto Gdynia Lyon Ghent Turin Malmö Graz Bergen Split Kassel Cork')
export const TITLES = [
  'Managing Director',
  'Head of Sales',
  'Treasurer',
  'Chief Engineer',
  'Finance Director',
  'Secretary',
]
export const GOODS = [
  'oak furniture',
  'hand-made tiles',
  'industrial sensors',
  'organic rye bread',
  'marine ropes',
  'cycling jerseys',
  'brass fittings',
  'reading glasses',
  'felt hats',
  'paper bags',
]
export const NATIVE: readonly [string, string, string][] = [
  ['ja', '東京都千代田区', '本社は東京都千代田区にあります'],
  ['zh', '上海市浦东新区', '总部位于上海市浦东新区'],
  ['th', 'กรุงเทพมหานคร', 'สำนักงานใหญ่อยู่ที่กรุงเทพมหานคร'],
  ['ko', '서울특별시 강남구', '본사 주소: 서울특별시 강남구, 대한민국'],
  ['ru', 'Нижний Новгород', 'Наш завод: Нижний Новгород, Россия'],
  ['el', 'Θεσσαλονίκη', 'Γραφεία στη Θεσσαλονίκη και την Αθήνα'],
  ['ar', 'مدينة الإسكندرية', 'مقر الشركة في مدينة الإسكندرية منذ البداية'],
  ['he', 'תל אביב', 'המשרד שלנו: תל אביב, ישראל'],
  ['hi', 'नई दिल्ली', 'हमारा कार्यालय: नई दिल्ली, भारत'],
  ['tr', 'İzmir', 'Merkezimiz: İzmir, Türkiye'],
  ['pl', 'Łódź', 'Siedziba firmy: Łódź, Polska'],
]
