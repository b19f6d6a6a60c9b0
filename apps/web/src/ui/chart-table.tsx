import { totalOf, type BarChartProps } from './chart-data.ts'

/** A chart's numbers, for people who prefer to read them or use a screen reader. Empty bars are left out. */
export function ChartTable({
  label,
  per,
  series,
  bars,
  show,
}: Pick<BarChartProps, 'label' | 'per' | 'series' | 'bars' | 'show'>) {
  const filled = bars.filter((bar) => totalOf(bar.parts) > 0)
  return (
    // A region that scrolls must be reachable by the keyboard.
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      className="max-h-64 overflow-auto rounded-base border border-line"
    >
      <table className="w-full text-small">
        <caption className="sr-only">{label}</caption>
        <thead className="sticky top-0 bg-paper text-left text-quiet">
          <tr>
            {[per, ...series.map((one) => one.label)].map((head, index) => (
              <th
                key={head}
                scope="col"
                className={index === 0 ? 'px-3 py-1.5 font-medium' : 'px-3 py-1.5 text-right font-medium'}
              >
                {head}
              </th>
            ))}
            {series.length > 1 && (
              <th scope="col" className="px-3 py-1.5 text-right font-medium">
                Together
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {filled.map((bar) => (
            <tr key={bar.key}>
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                {bar.label}
              </th>
              {series.map(({ id }) => (
                <td key={id} className="px-3 py-1 text-right">
                  {bar.parts[id] ? show(bar.parts[id]) : '–'}
                </td>
              ))}
              {series.length > 1 && <td className="px-3 py-1 text-right font-medium">{show(totalOf(bar.parts))}</td>}
            </tr>
          ))}
          {filled.length === 0 && (
            <tr>
              <td className="px-3 py-2 text-quiet">Nothing yet.</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}
