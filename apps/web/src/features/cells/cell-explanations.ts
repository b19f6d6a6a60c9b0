import type { EmptyReason } from '@enrichify/domain'

/** Why a cell stayed empty, in plain words, and the cheapest thing that could change it. */
export const EMPTY_EXPLANATIONS = {
  not_on_page: {
    why: 'The pages of this row’s website were read, and none of them says it.',
    next: 'Look at the pages tried below. If you find it elsewhere, type it in: runs will not change it.',
  },
  page_blocked: {
    why: 'The website refused to be read, or asked for a human visitor.',
    next: 'Run it again later, or attach an archive of the site.',
  },
  robots_disallowed: {
    why: 'The website’s robots.txt asks programs not to read it, and we respect that.',
    next: 'Open the page yourself and type the value in.',
  },
  no_result: {
    why: 'No website could be found or reached for this row.',
    next: 'Check the row’s web address, then run what failed again.',
  },
  ambiguous_entity: {
    why: 'Pages were found, but it is not certain that they are about this row.',
    next: 'Put the exact web address into the row, then run it again.',
  },
  conflict: {
    why: 'Pages disagree, and none of them is clearly right.',
    next: 'Compare the candidates below and take one.',
  },
  failed_verification: {
    why: 'A value was found, but its quote does not prove it, so it was not written.',
    next: 'Look at the candidates below; take one if you are sure.',
  },
  needs_model: {
    why: 'No ready fact answers this question; it needs a language model, and none could be asked.',
    next: 'Connect a model or set its price, then run the empty cells again.',
  },
  budget_reached: {
    why: 'The run’s budget was used up before this cell.',
    next: 'Raise the run’s budget while it works, or run the cell again with a budget of its own.',
  },
  provider_error: {
    why: 'A service that was asked failed.',
    next: 'See what failed and fix it, then run the cell again.',
  },
  no_saved_answer: {
    why: 'In practice mode nothing is sent, and there is no saved answer to this question about this row.',
    next: 'Switch practice mode off and run the cell again, or practise on the sample.',
  },
  condition_not_met: {
    why: 'The column is only filled where its condition is true, and here it is not.',
    next: 'Change the column’s condition if this row should be filled too.',
  },
  formula_error: {
    why: 'The formula or the condition could not be computed for this row.',
    next: '“How it got here” below says what is wrong with it.',
  },
  limit_reached: {
    why: 'The column’s own limit of money, pages or steps was reached first.',
    next: 'Raise the limit in the column’s settings, then run the cell again.',
  },
  gave_up: {
    why: 'The work on this row failed each time, so the run went on without it.',
    next: '“How it got here” below says why. Fix it, then run the cell again.',
  },
  judged_wrong: {
    why: 'The only value that was found is one that a person marked as wrong, so it was not written again.',
    next: 'Type the right value in. If the value below is right after all, take it.',
  },
  suppressed: {
    why: 'This person or domain is on the suppression list, so nothing about it is stored.',
    next: 'Nothing to do: this is meant to stay empty.',
  },
} satisfies Record<EmptyReason, { why: string; next: string }>

const RULES: Record<string, string> = {
  'phone:digits': 'the phone number’s digits are in the quote',
  'phone:international': 'the phone number is in the quote, in its international form',
  'phone:national': 'the phone number is in the quote, as it is dialled in its country',
  'phone:vanity': 'the quote’s letters dial this number',
  'email:plain': 'the address is in the quote, letter by letter',
  'email:spelled': 'the quote spells the address out (“at”, “dot”)',
  'number:printed': 'the number is printed in the quote',
  'number:scaled': 'the quote gives the number in thousands or millions',
  'year:token': 'the year is in the quote by itself',
  'date:written': 'the date is written in the quote',
  'text:words': 'the words are in the quote, in this order',
  'text:characters': 'the characters are in the quote, in this order',
  'person:name': 'the name and the title are in the quote',
  'postal_code:token': 'the postal code is in the quote by itself',
  'country:name': 'the quote names the country',
  'country:region': 'the quote names a region of the country',
  'country:postal_code': 'the quote’s postal code belongs to the country',
  'region:name': 'the quote names the region',
  'url:whole': 'the whole address is in the quote',
  'hours:text': 'the quote prints the hours',
  'hours:times': 'the quote prints these days and times',
  'date:with_time': 'the date and time are written in the quote',
  'label:words': 'the option’s words are in the quote',
  'phone:short': 'the short number is in the quote, beside a word for telephone',
  'country:phone_prefix': 'the telephone prefix in the quote belongs to the country',
  'country:postal_city': 'the quote’s postal code and city belong to the country',
  'url:profile': 'the profile’s address is in the quote',
  'boolean:word': 'the quote says yes or no',
}

/** How the value follows from the quote, in words instead of the rule's name. */
export function ruleWords(rule: string): string {
  const list = rule.startsWith('list:')
  const words = RULES[list ? rule.slice('list:'.length) : rule] ?? `rule ${rule.replaceAll('_', ' ')}`
  return list ? `each of them: ${words}` : words
}

const REASONS: Record<string, string> = {
  bad_offsets: 'the quote’s place in the page is wrong',
  quote_not_there: 'the quote is not on the stored page',
  quote_cuts_word: 'the quote begins or ends within a word',
  quote_gives_orders:
    'the quote gives orders to the program that reads the page, so it proves nothing about the business',
  empty_value: 'there is no value in it',
  wrong_type: 'the value does not fit the column’s type',
  value_not_in_quote: 'the value does not follow from the quote',
  other_host: 'the page is on another site than the row’s',
  name_not_on_page: 'the row’s name is not on that page',
  nothing_known: 'the row has no address or name to compare with',
  service_says: 'a service says so, and no page of the row proves it',
  judged_wrong: 'a person marked it as wrong',
  adds_up: 'one of the answers that the score is made from',
}

export function candidateReason(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ')
}

const OUTCOMES: Record<string, string> = {
  robots_disallowed: 'robots.txt says no',
  page_blocked: 'blocked',
  not_found: 'not found',
  address_refused: 'address not allowed',
  not_html: 'not a web page',
  too_large: 'too large',
  timed_out: 'took too long',
  unreachable: 'not reachable',
  redirect_loop: 'redirects in circles',
  not_in_archive: 'not in the archive',
  offline: 'offline',
}

export function outcomeWords(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome.replaceAll('_', ' ')
}
