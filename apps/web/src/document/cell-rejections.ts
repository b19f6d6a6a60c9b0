export interface Rejection {
  /** What was typed: it stays on the screen until it is mended or let go. */
  text: string
  reason: string
}

/** Edits that a column's type did not accept. They live in the page only; the stored value stays as it was. */
export class CellRejections {
  private readonly held = new Map<string, Rejection>()

  get(rowId: number, columnId: string): Rejection | undefined {
    return this.held.get(`${rowId}.${columnId}`)
  }

  put(rowId: number, columnId: string, rejection: Rejection): void {
    this.held.set(`${rowId}.${columnId}`, rejection)
  }

  drop(rowId: number, columnId: string): boolean {
    return this.held.delete(`${rowId}.${columnId}`)
  }
}
