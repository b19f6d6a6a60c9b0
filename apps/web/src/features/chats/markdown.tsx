import { memo, type ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { cx } from '../../ui/cx.ts'
import { LINK } from '../../ui/link.ts'
import { END, endMark, imagesAsWords } from './markdown-tree.ts'

/** No image: pages shape answers, so nothing in them may load by itself. */
const ALLOWED = [
  'p br hr strong em del code pre blockquote a h1 h2 h3 h4 h5 h6'.split(' '),
  'ul ol li input table thead tbody tr th td'.split(' '),
  END,
].flat()

/** Only what a browser opens as a page: never script, data or a file. */
function pageAddress(target: string): string {
  const url = URL.canParse(target) ? new URL(target) : null
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : ''
}

const Heading = ({ children }: { children?: ReactNode }) => <h3 className="font-semibold">{children}</h3>

const COMPONENTS: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  p: ({ children }) => <p className="whitespace-pre-line">{children}</p>,
  hr: () => <hr className="border-line" />,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  code: ({ children }) => <code className="rounded-small bg-sunken px-1 font-mono text-small">{children}</code>,
  pre: ({ children }) => (
    <pre
      tabIndex={0}
      className={cx(
        'overflow-x-auto rounded-base border border-line bg-sunken p-2',
        'font-mono text-small whitespace-pre [&>code]:px-0',
      )}
    >
      {children}
    </pre>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-l-2 border-quote-line pl-2.5 text-muted">{children}</blockquote>
  ),
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal pl-5">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="pl-0.5">{children}</li>,
  input: ({ checked }) => (checked ? '☑' : '☐'),
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table className="w-full text-small">{children}</table>
    </div>
  ),
  tr: ({ children }) => <tr className="border-b border-line in-[thead]:border-line-strong">{children}</tr>,
  th: ({ children, style }) => (
    <th style={style} className="py-1 pr-3 text-left font-medium">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="py-1 pr-3 align-top">
      {children}
    </td>
  ),
  a: ({ href, children }) =>
    href ? (
      <a
        href={href}
        title={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        referrerPolicy="no-referrer"
        className={LINK}
      >
        {children}
      </a>
    ) : (
      <em>{children}</em>
    ),
}

/** An answer's Markdown as elements, never as HTML: angle brackets are words. `end` comes after the last word. */
export const Markdown = memo(function Markdown({ text, end }: { text: string; end?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 leading-relaxed break-words">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={end ? [imagesAsWords, endMark] : [imagesAsWords]}
        allowedElements={ALLOWED}
        unwrapDisallowed
        urlTransform={pageAddress}
        components={{ ...COMPONENTS, [END]: () => end }}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
})
