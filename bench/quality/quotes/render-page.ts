import type { Dice } from '../dice.ts'
import type { Language } from './words.ts'

/**
 * One fact as a page prints it: `label` and `text`, of which either may be empty, and `html` when the text is not
 * written plainly.
 */
export interface PrintedLine {
  label: string
  text: string
  html?: string
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

type Layout = (line: { label: string; html: string }) => { html: string; joint: string }
const joined = (label: string, joint: string) => (label ? `${escapeHtml(label)}${joint}` : '')

/** Ways in which pages print a label and its text. `joint` is what a reader sees between the two. */
const LAYOUTS: readonly Layout[] = [
  ({ label, html }) => ({ html: `<p>${joined(label, ': ')}${html}</p>`, joint: ': ' }),
  ({ label, html }) => ({
    html: `<div class="row"><div><span>${joined(label, ': ')}</span><b>${html}</b></div></div>`,
    joint: ': ',
  }),
  ({ label, html }) => ({ html: `<table><tr><th>${escapeHtml(label)}</th><td>${html}</td></tr></table>`, joint: ' ' }),
  ({ label, html }) => ({ html: `<dl><dt>${escapeHtml(label)}</dt><dd>${html}</dd></dl>`, joint: ' ' }),
  ({ label, html }) => ({ html: `<ul><li>—</li><li>${joined(label, ' – ')}${html}</li></ul>`, joint: ' – ' }),
  ({ label, html }) => ({ html: `<footer><small>${joined(label, ': ')}${html}</small></footer>`, joint: ': ' }),
  ({ label, html }) => ({ html: `<h3>${escapeHtml(label)}</h3><p>${html}</p>`, joint: ' ' }),
  ({ label, html }) => ({ html: `<address>${joined(label, ':<br>')}${html}</address>`, joint: ': ' }),
]

export interface RenderedPage {
  html: string
  /** What a reader sees between the label and the text of the fact. */
  joint: string
}

/**
 * A page about a firm with one fact in it, in one of the layouts, among sentences of its language. `more` are further
 * lines elsewhere on it.
 */
export function renderPage(
  dice: Dice,
  firm: { name: string },
  language: Language,
  line: PrintedLine,
  more: readonly string[],
): RenderedPage {
  const { html, joint } = dice.pick(LAYOUTS)({ label: line.label, html: line.html ?? escapeHtml(line.text) })
  const filler = () => `<p>${escapeHtml(dice.pick(language.filler))}</p>`
  const others = more.map((each) => `<section>${filler()}<p>${escapeHtml(each)}</p></section>`)
  const at = dice.int(0, others.length)
  const body = [
    ...others.slice(0, at),
    `<section><h2>${escapeHtml(language.about)}</h2>${filler()}${html}${filler()}</section>`,
    ...others.slice(at),
  ].join('\n')
  return {
    html:
      `<!doctype html><html lang="${language.code}"><head><meta charset="utf-8">` +
      `<title>${escapeHtml(firm.name)}</title></head><body><header><h1>${escapeHtml(firm.name)}</h1>` +
      `</header><main>${body}</main></body></html>`,
    joint,
  }
}
