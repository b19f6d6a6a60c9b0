export interface Rejection {
  /** What was typed: it stays on the screen until it is corrected or discarded. */
  text: string
  reason: string
}

/** Edits that a column's type did not accept. They are in this page only; the stored value is unchanged. */
export class CellRejections {
  private readonly byCell = new Map<string, Rejection>()

  get(rowId: number, columnId: string): Rejection | undefined {
    return this.byCell.get(`${rowId}.${columnId}`)
  }

  put(rowId: number, columnId: string, rejection: Rejection): void {
    this.byCell.set(`${rowId}.${columnId}`, rejection)
  }

  drop(rowId: number, columnId: string): boolean {
    return this.byCell.delete(`${rowId}.${columnId}`)
  }
}
