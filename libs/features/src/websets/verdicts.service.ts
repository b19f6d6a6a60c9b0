import type { CellUpdate } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CommandsService } from './commands.service.ts'

export interface Judgement {
  /** Null takes back what was said about the present value. */
  verdict: 'right' | 'wrong' | null
  /** The correct candidate. If it is left out: the current value. */
  evidenceId?: string | undefined
}

/**
 * People's verdicts on answers. They are remembered: approved cells become examples, runs leave them alone, and sources
 * gain or lose trust.
 */
@Injectable()
export class VerdictsService {
  constructor(private readonly commands: CommandsService) {}

  async judge(
    principal: Principal,
    websetId: string,
    rowId: number,
    columnId: string,
    { verdict, evidenceId }: Judgement,
  ): Promise<CellUpdate[]> {
    const { cells } =
      evidenceId && verdict !== null
        ? await this.commands.apply(principal, websetId, 'cells.choose', { rowId, columnId, evidenceId })
        : await this.commands.apply(principal, websetId, 'cells.judge', { rowId, columnId, verdict })
    return cells ?? []
  }
}
