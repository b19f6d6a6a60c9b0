// Patterns that are slow on long text, and why theirs is short: file, how many there are, the reason. A pattern that is
// not slow is better; tools/check-patterns.mjs says what makes one slow.
const LINE = 'find-addresses.ts skips lines of more than 2,400 characters'
const SPACES = 'slow on a run of white space only, and the text of a page has none'
const QUOTE = 'quotes of models have at most 5,000 characters, and so has the text around them that is looked at'
const BROWSER = 'runs in the browser of the one who typed or sees the text'

export const SLOW_PATTERNS = {
  'apps/web/src/features/columns/draft-plan.ts': [1, BROWSER],
  'apps/web/src/sheet/cells/show-phone.ts': [1, 'the number was checked to have at most 15 digits'],
  'apps/web/src/ui/format.ts': [1, 'a sentence of our API'],
  'libs/collection/src/extract/addresses/british-parts.ts': [1, LINE],
  'libs/collection/src/extract/addresses/locality-forms.ts': [13, LINE],
  'libs/collection/src/extract/addresses/lone-streets.ts': [1, LINE],
  'libs/collection/src/extract/addresses/street-before.ts': [3, LINE],
  'libs/collection/src/extract/addresses/street-words.ts': [1, LINE],
  'libs/collection/src/extract/content/extract-metadata.ts': [1, SPACES],
  'libs/collection/src/extract/find-company.ts': [2, `titles are cut at 1,000 characters; a line with ©: ${SPACES}`],
  'libs/collection/src/extract/hours/osm-hours.ts': [1, 'find-hours.ts skips lines of more than 400 characters'],
  'libs/collection/src/extract/lay-out-text.ts': [1, 'labels of more than 100 characters are none'],
  'libs/collection/src/extract/people/find-people.ts': [2, 'lines of more than 3,000 characters are skipped'],
  'libs/collection/src/extract/people/read-name.ts': [1, 'find-people.ts skips lines of more than 3,000 characters'],
  'libs/collection/src/extract/phones/find-phones.ts': [3, SPACES],
  'libs/collection/src/fetch-page/charset-label.ts': [1, 'one tag among the first bytes of a page'],
  'libs/collection/src/fetch-page/guess-charset.ts': [1, 'the first 4,096 bytes of a page'],
  'libs/collection/src/fetch-page/meta-refresh.ts': [3, 'the first 16 KB of a page'],
  'libs/domain/src/chats/sheet-question.ts': [1, 'a question has at most 4,000 characters'],
  'libs/domain/src/enrichment/same-answer.ts': [1, 'answers of models have at most 5,000 characters'],
  'libs/domain/src/enrichment/search-query.ts': [1, 'one word of the description of a column'],
  'libs/domain/src/evidence/label-rules.ts': [1, QUOTE],
  'libs/domain/src/evidence/machine-orders.ts': [1, SPACES],
  'libs/domain/src/evidence/phone-rule.ts': [2, QUOTE],
  'libs/domain/src/evidence/quote-window.ts': [1, QUOTE],
  'libs/domain/src/evidence/url-rule.ts': [2, QUOTE],
  'libs/features/src/enrichment/rungs/http.rung.ts': [1, 'the path into an answer has at most 200 characters'],
  'libs/providers/src/http/retry-at.ts': [
    1,
    'a header has at most 16 KB, and this one comes from a provider that was chosen',
  ],
  'libs/providers/src/llm/parse-json.ts': [1, 'an answer of a model has some thousand characters'],
}
