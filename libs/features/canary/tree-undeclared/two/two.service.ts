export type Two = string
