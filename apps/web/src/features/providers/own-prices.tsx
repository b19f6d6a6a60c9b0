import type { ProviderJson } from '@enrichify/contracts'
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { needsOwnPrice, type ConnectionDraft, type PriceDraft } from './connection-draft.ts'

interface PricesProps {
  provider: ProviderJson
  draft: ConnectionDraft
  error: string | null
  onPrices: (prices: PriceDraft[]) => void
}

/** Prices of your own contract; each one replaces the list price. */
export function OwnPrices({ provider, draft, error, onPrices }: PricesProps) {
  const { prices } = draft
  const needed = needsOwnPrice(provider, draft)
  const perCall = provider.kind !== 'llm'
  const put = (index: number, change: Partial<PriceDraft>) =>
    onPrices(prices.map((price, at) => (at === index ? { ...price, ...change } : price)))
  const add = () =>
    onPrices([
      ...prices,
      {
        model: perCall ? null : prices.some(({ model }) => model === draft.defaultModel) ? '' : draft.defaultModel,
        input: '',
        cached: '',
        output: '',
      },
    ])
  return (
    <fieldset className="flex flex-col gap-2 rounded-base border border-line p-3">
      <legend className="px-1 text-small font-medium text-muted">
        {perCall ? 'Own price' : 'Own prices, per million tokens'}
      </legend>
      {needed && (
        <p className="text-small text-warn">
          The price of {perCall ? provider.label : `“${draft.defaultModel}”`} is not known here. Nothing is sent until
          you set one.
        </p>
      )}
      {!needed && prices.length === 0 && (
        <p className="text-small text-quiet">If you do not pay the list price, add your own price here.</p>
      )}
      {prices.map((price, index) => (
        <div key={index} className="flex flex-wrap items-end gap-2">
          {perCall ? (
            <MoneyField
              label="Per call"
              value={price.input}
              onValue={(input) => put(index, { input })}
              className="w-40"
            />
          ) : (
            <>
              <div className="w-full min-w-0 sm:w-auto sm:flex-1">
                <TextField
                  label="Model"
                  spellCheck={false}
                  autoComplete="off"
                  value={price.model ?? ''}
                  onChange={(event) => put(index, { model: event.target.value })}
                />
              </div>
              <MoneyField label="In" value={price.input} onValue={(input) => put(index, { input })} className="w-20" />
              <MoneyField
                label="Cached in"
                placeholder="as in"
                value={price.cached}
                onValue={(cached) => put(index, { cached })}
                className="w-22"
              />
              <MoneyField
                label="Out"
                value={price.output}
                onValue={(output) => put(index, { output })}
                className="w-20"
              />
            </>
          )}
          <IconButton
            icon={X}
            label="Remove this price"
            onClick={() => onPrices(prices.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error && <p className="text-small text-danger">{error}</p>}
      {(!perCall || prices.length === 0) && (
        <Button icon={Plus} tone="quiet" onClick={add} className="self-start">
          Add a price
        </Button>
      )}
    </fieldset>
  )
}
