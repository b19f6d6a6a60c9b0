import type { Attack } from './attack.ts'
import { files } from './files.attack.ts'
import { formulas } from './formulas.attack.ts'
import { replays } from './replays.attack.ts'
import { requests } from './requests.attack.ts'
import { retries } from './retries.attack.ts'
import { sockets } from './sockets.attack.ts'

/** Every attack, one line each. */
export const ATTACKS: readonly Attack[] = [sockets, files, formulas, replays, requests, retries]
