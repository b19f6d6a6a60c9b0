import type { ReactNode } from 'react'

/** A small table of numbers: names on the left, figures to the right. On a phone it scrolls within itself. */
export function FiguresTable({
  caption,
  heads,
  rows,
}: {
  caption: string
  heads: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
}) {
  return (
    <div className="overflow-x-auto rounded-base border border-line bg-surface">
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-small text-quiet">
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={
                  index === 0
                    ? 'px-2 sm:px-3.5 py-1.5 text-left font-medium'
                    : 'px-2 sm:px-3.5 py-1.5 text-right font-medium whitespace-nowrap'
                }
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ key, cells: [name, ...figures] }) => (
            <tr key={key}>
              <th scope="row" className="min-w-24 px-3 sm:px-3.5 py-1.5 text-left font-normal">
                {name}
              </th>
              {figures.map((figure, index) => (
                <td key={index} className="px-2 sm:px-3.5 py-1.5 text-right whitespace-nowrap">
                  {figure}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
