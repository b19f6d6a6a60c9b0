/** What went wrong with a provider, by what mends it. */
export const PROVIDER_FAILURES = [
  'bad_key',
  'no_credit',
  'rate_limited',
  'quota',
  'overloaded',
  'blocked',
  'malformed',
  'refused',
  'bad_request',
  'timed_out',
  'unreachable',
  'uncertain',
] as const
export type ProviderFailureKind = (typeof PROVIDER_FAILURES)[number]

/**
 * What a failed call cost. `no`: the service said so by its answer (an HTTP error, or there was never a connection).
 * `yes`: it answered and counted the call. `unknown`: the request left, and the answer never arrived whole.
 */
export type Charge = 'no' | 'yes' | 'unknown'

/**
 * A provider’s typed error. Its message is for people. It never contains a key, an address or the body of an answer.
 */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly kind: ProviderFailureKind
  readonly charge: Charge
  /** Asking again before this moment (milliseconds since the epoch) is futile. Null: the service did not say. */
  readonly retryAt: number | null
  constructor(kind: ProviderFailureKind, message: string, options: { charge: Charge; retryAt?: number | null }) {
    super(message)
    this.kind = kind
    this.charge = options.charge
    this.retryAt = options.retryAt ?? null
  }
}

export interface FailurePolicy {
  /**
   * `soon`: after a pause; `later`: when the service says; `mend`: only after a person has changed something;
   * `never`: this request will always fail.
   */
  again: 'soon' | 'later' | 'mend' | 'never'
  /** Counts towards opening the circuit of the whole connection. */
  opensCircuit: boolean
  /** The sentence under the error, for people. */
  mend: string
}

export const FAILURE_POLICIES: Record<ProviderFailureKind, FailurePolicy> = {
  bad_key: {
    again: 'mend',
    opensCircuit: true,
    mend: 'The service does not accept the key. Replace it under Settings, Providers.',
  },
  no_credit: {
    again: 'mend',
    opensCircuit: true,
    mend: 'The account at the service has no credit left. Top it up there, then resume.',
  },
  quota: {
    again: 'mend',
    opensCircuit: true,
    mend: 'The quota of the account at the service is used up. Raise it there or wait until it renews, then resume.',
  },
  rate_limited: {
    again: 'later',
    opensCircuit: false,
    mend: 'The service asks to slow down. The run waits and goes on by itself.',
  },
  overloaded: { again: 'soon', opensCircuit: true, mend: 'The service is overloaded. The run tries again by itself.' },
  timed_out: { again: 'soon', opensCircuit: true, mend: 'The service did not answer in time.' },
  unreachable: {
    again: 'soon',
    opensCircuit: true,
    mend: 'The service cannot be reached. Check its base URL and whether it is up.',
  },
  blocked: {
    again: 'never',
    opensCircuit: false,
    mend:
      'The service may not be reached from here or refuses this server. Check its base URL, ' +
      'ALLOWED_PRIVATE_HOSTS and the account’s region.',
  },
  malformed: {
    again: 'never',
    opensCircuit: false,
    mend: 'The service gave an answer that its contract does not allow. Choose another model or service.',
  },
  refused: { again: 'never', opensCircuit: false, mend: 'The model declined to answer this row.' },
  bad_request: {
    again: 'never',
    opensCircuit: false,
    mend: 'The service does not accept this request. Check the model’s name and the settings.',
  },
  uncertain: {
    again: 'mend',
    opensCircuit: false,
    mend: 'It is not known whether the service charged for this call. Decide under Spending, Uncertain calls.',
  },
}
