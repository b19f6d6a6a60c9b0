import { Initial1795132800000 } from './1795132800000-initial.ts'
import { ProvidersAndLedger1795219200000 } from './1795219200000-providers-and-ledger.ts'
import { StoredPageSearch1795240800000 } from './1795240800000-stored-page-search.ts'
import { Waterfall1795248000000 } from './1795248000000-waterfall.ts'
import { Chats1795252000000 } from './1795252000000-chats.ts'
import { Trials1795255000000 } from './1795255000000-trials.ts'
import { Statistics1795256400000 } from './1795256400000-statistics.ts'
import { Versions1795262400000 } from './1795262400000-versions.ts'
import { ViewOrders1795266000000 } from './1795266000000-view-orders.ts'
import { WholeUndo1795269600000 } from './1795269600000-whole-undo.ts'
import { MarksByKey1795273200000 } from './1795273200000-marks-by-key.ts'
import { PinnedPlans1795276800000 } from './1795276800000-pinned-plans.ts'
import { ImportUpdates1795277700000 } from './1795277700000-import-updates.ts'
import { EmptiedCells1795278600000 } from './1795278600000-emptied-cells.ts'
import { RunCells1795280400000 } from './1795280400000-run-cells.ts'
import { ImportCounts1795281300000 } from './1795281300000-import-counts.ts'
import { SessionsEndAtOnce1795282200000 } from './1795282200000-sessions-end-at-once.ts'
import { VerdictActions1795282200000 } from './1795282200000-verdict-actions.ts'
import { OwnWebsets1795282300000 } from './1795282300000-own-websets.ts'
import { KeysOfWorkspaces1795284000000 } from './1795284000000-keys-of-workspaces.ts'
import { EventsOfSockets1795285800000 } from './1795285800000-events-of-sockets.ts'
import { RequestsInTheLedger1795291200000 } from './1795291200000-requests-in-the-ledger.ts'
import { SealedHeaders1795294800000 } from './1795294800000-sealed-headers.ts'
import { Holders1795298400000 } from './1795298400000-holders.ts'
import { WaitsForMoney1795302000000 } from './1795302000000-waits-for-money.ts'
import { StepsOfSeveralCommands1795305600000 } from './1795305600000-steps-of-several-commands.ts'
import { DeathsOfRows1795309200000 } from './1795309200000-deaths-of-rows.ts'
import { OpenExports1795312800000 } from './1795312800000-open-exports.ts'
import { HoldersOfKeys1795316400000 } from './1795316400000-holders-of-keys.ts'
import { SuspectRows1795320000000 } from './1795320000000-suspect-rows.ts'

/** In order of time. A released migration is never edited. */
export const MIGRATIONS = [
  Initial1795132800000,
  ProvidersAndLedger1795219200000,
  StoredPageSearch1795240800000,
  Waterfall1795248000000,
  Chats1795252000000,
  Trials1795255000000,
  Statistics1795256400000,
  Versions1795262400000,
  ViewOrders1795266000000,
  WholeUndo1795269600000,
  MarksByKey1795273200000,
  PinnedPlans1795276800000,
  ImportUpdates1795277700000,
  EmptiedCells1795278600000,
  RunCells1795280400000,
  ImportCounts1795281300000,
  SessionsEndAtOnce1795282200000,
  VerdictActions1795282200000,
  OwnWebsets1795282300000,
  KeysOfWorkspaces1795284000000,
  EventsOfSockets1795285800000,
  RequestsInTheLedger1795291200000,
  SealedHeaders1795294800000,
  Holders1795298400000,
  WaitsForMoney1795302000000,
  StepsOfSeveralCommands1795305600000,
  DeathsOfRows1795309200000,
  OpenExports1795312800000,
  HoldersOfKeys1795316400000,
  SuspectRows1795320000000,
]
