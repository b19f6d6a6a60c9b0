export type One = string
