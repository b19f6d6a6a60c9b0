/**
 * The unsorted list needs no stored order: its rows are a range of ids. The name of its order says which range. It is
 * a UUID of version 8 with the last id (6 bytes), a part of the webset's id, and the last 4 bytes
 * of the version that last changed which rows there are.
 */
export interface ListOrder {
  lastRowId: number
  rowsVersion: number
}

const ROUND = 2 ** 32

export function listOrderId(websetId: string, { lastRowId, rowsVersion }: ListOrder): string {
  const [last, webset] = [lastRowId.toString(16).padStart(12, '0'), websetId.replaceAll('-', '')]
  const version = (rowsVersion % ROUND).toString(16).padStart(8, '0')
  return [
    last.slice(0, 8),
    last.slice(8),
    `8${webset.slice(0, 3)}`,
    `80${webset.slice(3, 5)}`,
    `${webset.slice(5, 9)}${version}`,
  ].join('-')
}

/** Null: the id of a stored order, or of another webset's list. */
export function readListOrder(websetId: string, orderId: string): ListOrder | null {
  const hex = orderId.toLowerCase().replaceAll('-', '')
  const order = { lastRowId: Number.parseInt(hex.slice(0, 12), 16), rowsVersion: Number.parseInt(hex.slice(24), 16) }
  return listOrderId(websetId, order) === orderId.toLowerCase() ? order : null
}
