import { Fragment, memo, type ReactNode } from 'react'
import { LINK } from '../../ui/link.ts'
import { readMarkdown, type Block, type Inline } from './read-markdown.ts'

/** An answer's Markdown as elements, never as HTML. */
export const Markdown = memo(function Markdown({ text, end }: { text: string; end?: ReactNode }) {
  const blocks = readMarkdown(text)
  return (
    <div className="flex min-w-0 flex-col gap-2 leading-relaxed break-words">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} end={index === blocks.length - 1 ? end : null} />
      ))}
      {blocks.length === 0 && end}
    </div>
  )
})

function BlockView({ block, end }: { block: Block; end: ReactNode }) {
  switch (block.kind) {
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List
          start={block.ordered ? block.start : undefined}
          className={block.ordered ? 'list-decimal pl-5' : 'list-disc pl-5'}
        >
          {block.items.map((item, index) => (
            <li key={index} className="pl-0.5">
              <Words parts={item} />
              {index === block.items.length - 1 && end}
            </li>
          ))}
        </List>
      )
    }
    case 'code':
      return (
        <pre className="overflow-x-auto rounded-base border border-line bg-sunken p-2 font-mono text-small whitespace-pre">
          {block.text}
        </pre>
      )
    case 'table':
      return <TableView rows={block.rows} />
    case 'heading':
      return (
        <h3 className="font-semibold">
          <Words parts={block.children} />
          {end}
        </h3>
      )
    case 'quote':
      return (
        <blockquote className="border-l-2 border-quote-line pl-2.5 whitespace-pre-line text-muted">
          <Words parts={block.children} />
          {end}
        </blockquote>
      )
    case 'paragraph':
      return (
        <p className="whitespace-pre-line">
          <Words parts={block.children} />
          {end}
        </p>
      )
  }
}

function TableView({ rows: [head = [], ...rows] }: { rows: Inline[][][] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-small">
        <thead>
          <tr className="border-b border-line-strong text-left">
            {head.map((cell, index) => (
              <th key={index} className="py-1 pr-3 font-medium">
                <Words parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="border-b border-line">
              {row.map((cell, place) => (
                <td key={place} className="py-1 pr-3 align-top">
                  <Words parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Words({ parts }: { parts: readonly Inline[] }): ReactNode {
  return parts.map((part, index) => <Fragment key={index}>{wordsOf(part)}</Fragment>)
}

function wordsOf(part: Inline): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code className="rounded-small bg-sunken px-1 font-mono text-small">{part.text}</code>
    case 'strong':
      return (
        <strong className="font-semibold">
          <Words parts={part.children} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Words parts={part.children} />
        </em>
      )
    case 'link':
      return (
        <a
          href={part.href}
          title={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          referrerPolicy="no-referrer"
          className={LINK}
        >
          <Words parts={part.children} />
        </a>
      )
  }
}
